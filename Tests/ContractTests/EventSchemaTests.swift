import Contracts
import Foundation
import Testing

@Suite struct EventSchemaTests {
    private static let pooled = "lead.pooled.v1"

    @Test(arguments: [
        ("leadID", JSONValue.string("x"), "$.leadID is not of kind uuid"),
        ("leadID", .null, "$.leadID is not of kind uuid"),
        ("priority", .number(1.5), "$.priority is not of kind integer"),
        ("priority", .number(1e30), "$.priority is not of kind integer"),
        ("reasons", .string("x"), "$.reasons is not of kind array"),
        ("reasons", .array([.string("a"), .integer(1)]), "$.reasons[1] is not of kind string"),
        ("department", .string("No!"), "$.department is not of kind slug"),
        ("more", .integer(1), "$.more is not in the schema"),
    ])
    func whatIsWrongIsSaidInOneSentence(name: String, value: JSONValue, sentence: String) throws {
        let golden = try Wire.decode(JSONValue.self, from: Fixture.golden(of: Self.pooled))
        #expect(
            try Fixture.schema(of: Self.pooled).faults(in: golden.replacing([name], with: value)) == [sentence]
        )
    }

    @Test func whatIsMissingIsNamed() throws {
        let golden = try Wire.decode(JSONValue.self, from: Fixture.golden(of: Self.pooled))
        let schema = try Fixture.schema(of: Self.pooled)
        #expect(schema.faults(in: golden.replacing(["leadID"], with: nil)) == ["$ lacks leadID"])
        #expect(schema.faults(in: .array([])) == ["$ is not of kind object"])
    }

    @Test func faultsQuoteNoValueAndComeToAnEnd() throws {
        let strangers = (0..<1000).map { ("name\($0)", JSONValue.string("jean.durand@filon.example")) }
        let faults = try Fixture.schema(of: Self.pooled).faults(
            in: .object(Dictionary(strangers, uniquingKeysWith: { $1 }))
        )
        #expect(faults.count == 100)
        #expect(faults.allSatisfy { !$0.contains("durand") })
    }

    @Test func aProgramFindsTheSchemasByItself() throws {
        #expect(try EventSchema(of: Self.pooled) == Fixture.schema(of: Self.pooled))
    }

    @Test func fieldsAreNamedByTheirPaths() throws {
        let forms = try Fixture.schema(of: "lead.scored.v1").fields.map { "\($0.path) \($0.form)" }
        for form in [
            "$.leadID uuid", "$.siren siren?", "$.department slug", "$.score object", "$.score.lines array",
            "$.score.lines[] object", "$.score.lines[].points integer", "$.score.lines[].date date?",
            "$.exclusion object?", "$.exclusion.code string",
        ] { #expect(forms.contains(form), "\(form)") }
        #expect(
            try Fixture.schema(of: "company.submitted.v1").fields.map(\.form) == [
                "slug", "object", "string?", "string",
            ]
        )
    }

    @Test(arguments: [
        ("\"minLength\":1", "$.a: unknown keyword minLength"),
        ("\"format\":\"email\"", "$.a: a format or pattern without a MessageField.Kind"),
        ("\"pattern\":\"^x$\"", "$.a: a format or pattern without a MessageField.Kind"),
        ("\"format\":3", "$.a: format is no text"),
    ])
    func aWordThatIsNotUnderstoodIsAnError(word: String, problem: String) {
        let error = error(of: "\"properties\":{\"a\":{\"type\":\"string\",\(word)}}")
        #expect(error?.description == "the schema of a.b.v1: \(problem)")
    }

    @Test(arguments: [
        ("\"properties\":{\"a\":{}}", "$.a: type is none of"),
        ("\"properties\":{\"a\":{\"type\":[\"string\",\"null\"]}}", "$.a: type is none of"),
        ("\"properties\":{\"a\":{\"type\":\"array\"}}", "$.a: an array without items"),
        ("\"properties\":{\"a\":{\"$ref\":\"#/$defs/A\"}}", "$.a: $ref names nothing in $defs"),
        (
            "\"properties\":{\"a\":{\"$ref\":\"#/$defs/A\"}},\"$defs\":{\"A\":{\"$ref\":\"#/$defs/A\"}}",
            "refer to each other"
        ),
        ("\"$defs\":{\"A\":{\"type\":\"string\"}}", "nothing uses $defs/A"),
        ("\"required\":[\"a\"]", "$: required names what properties lacks"),
        ("\"properties\":{\"a.b\":{\"type\":\"string\"}}", "a property's name"),
        ("\"additionalProperties\":true", "$.*: no object"),
    ])
    func whatIsNoSchemaOfAMessageIsAnError(words: String, problem: String) {
        #expect(error(of: words)?.description.contains(problem) == true, "\(problem)")
    }

    @Test func aFileThatIsMissingOrBrokenIsAnErrorThatNamesIt() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("{".utf8).write(to: folder.appending(path: "a.b.v1.json"))
        for (type, problem) in [
            ("a.b.v1", "the file holds no JSON"), ("a.c.v1", "no such file"), ("../a.b.v1", "no such file"),
        ] {
            #expect {
                try EventSchema(of: type, in: folder)
            } throws: {
                "\($0)".hasPrefix("the schema of \(type): \(problem)")
            }
        }
    }

    private func error(of words: String) -> SchemaError? {
        let text = """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:filon:a.b.v1","type":"object",\(words)}
            """
        do {
            _ = try EventSchema(type: "a.b.v1", try Wire.decode(JSONValue.self, from: Array(text.utf8)))
            return nil
        } catch {
            return error as? SchemaError
        }
    }
}
