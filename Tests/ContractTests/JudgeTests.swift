import ContractSupport
import Contracts
import Testing

/// Schemas and golden messages before a judge that we did not write, and the judge before us.
@Suite struct JudgeTests {
    private let files = ContractFiles()

    @Test func everyGoldenMessageIsFoundValid() async throws {
        let statements = try Catalogue.entries.flatMap { entry in
            try Fixture.goldens(of: entry.type).map {
                Judge.Statement(origin: $0.name, type: entry.type, message: try $0.value())
            }
        }

        let verdict = try await Judge.judge(statements, by: files.schemas)

        #expect(verdict.faults == [])
        #expect(verdict.isClean)
        let types = Catalogue.entries.count
        #expect(statements.count > types, "one type at least has several")
        #expect(verdict.lines.last == "\(statements.count) messages of \(types) types judged, 0 faults")
    }

    /// Otherwise its silence would mean nothing; and what our own check finds, it finds, too.
    @Test(arguments: [
        ("leadID", JSONValue.string("x"), "$.leadID is not of format uuid"),
        ("priority", .number(1.5), "$.priority is not of type integer"),
        ("department", "No!", "$.department is not of pattern ^[a-z0-9][a-z0-9-]{0,39}$"),
        ("reasons", .array([1]), "$.reasons[0] is not of type string"),
        ("more", 1, "$ has more, which the schema does not name"),
        ("at", "yesterday", "$.at is not of format date-time"),
    ])
    func itFindsWhatWeFind(name: String, value: JSONValue, sentence: String) async throws {
        let type = name == "at" ? "opportunity.won.v1" : "lead.pooled.v1"
        let message = try Wire.decode(JSONValue.self, from: Fixture.golden(of: type)).replacing([name], with: value)

        let verdict = try await Judge.judge([.init(origin: "here", type: type, message: message)], by: files.schemas)

        #expect(!verdict.isClean)
        #expect(verdict.faults == ["here: \(type): \(sentence)"])
        #expect(try Fixture.schema(of: type).faults(in: message).count == 1)
    }

    @Test func itIsNotCleanWithoutMessages() async throws {
        #expect(try await !Judge.judge([], by: files.schemas).isClean)
    }
}
