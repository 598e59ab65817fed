import Contracts
import Foundation
import Testing

/// What is on the wire stays readable: every version's golden message decodes for ever, and says what its schema says.
@Suite struct GoldenTests {
    static let types = Catalogue.entries.map(\.type)

    @Test func everyTypeHasItsSchemaAndItsGoldenMessageAndNothingElseHas() throws {
        #expect(try Fixture.types(in: "Shared/Contracts/Schemas") == Set(Self.types))
        #expect(try Fixture.types(in: "Tests/Fixtures/contracts") == Set(Self.types))
        #expect(Set(Self.types).count == Self.types.count)
    }

    @Test(arguments: types)
    func theGoldenMessageIsReadAndWrittenUnchanged(type: String) throws {
        let golden = try Fixture.golden(of: type)
        let entry = try #require(Catalogue.entry(of: type))
        let written = try roundTrip(entry.event, golden)
        let (before, after) = (
            try JSONSerialization.jsonObject(with: golden), try JSONSerialization.jsonObject(with: written)
        )
        #expect(try #require(before as? NSDictionary) == (after as? NSDictionary))
    }

    @Test(arguments: types)
    func theGoldenMessageObeysItsSchema(type: String) throws {
        let check = SchemaCheck(schema: try Fixture.schema(of: type))
        let golden = try JSONSerialization.jsonObject(with: Fixture.golden(of: type))
        #expect(check.faults(in: golden) == [])
    }

    @Test(arguments: types)
    func whatTheSchemaRequiresIsWhatTheReaderNeeds(type: String) throws {
        let schema = try Fixture.schema(of: type)
        let golden = try #require(
            try JSONSerialization.jsonObject(with: Fixture.golden(of: type)) as? [String: Any]
        )
        let entry = try #require(Catalogue.entry(of: type))
        let required = Set(schema["required"] as? [String] ?? [])
        for name in golden.keys {
            var less = golden
            less[name] = nil
            let data = try JSONSerialization.data(withJSONObject: less)
            let isReadable = (try? roundTrip(entry.event, data)) != nil
            #expect(isReadable == !required.contains(name), "\(type) without \(name)")
        }
    }

    @Test(arguments: types)
    func aFieldFromTheFutureIsIgnored(type: String) throws {
        var golden = try #require(
            try JSONSerialization.jsonObject(with: Fixture.golden(of: type)) as? [String: Any]
        )
        golden["addedLater"] = ["x": 1]
        let entry = try #require(Catalogue.entry(of: type))
        _ = try roundTrip(entry.event, JSONSerialization.data(withJSONObject: golden))
    }

    @Test func aSchemaCheckSeesWhatIsWrong() throws {
        let check = SchemaCheck(schema: try Fixture.schema(of: "lead.pooled.v1"))
        let golden = try #require(
            try JSONSerialization.jsonObject(with: Fixture.golden(of: "lead.pooled.v1")) as? [String: Any]
        )
        for (name, value) in [
            ("leadID", "x" as Any), ("priority", 1.5), ("reasons", "x"), ("department", "No!"), ("more", 1),
        ] {
            var wrong = golden
            wrong[name] = value
            #expect(check.faults(in: wrong).count == 1, "\(name)")
        }
        var less = golden
        less["leadID"] = nil
        #expect(check.faults(in: less) == ["$ lacks leadID"])
    }

    private func roundTrip<E: Event>(_ type: E.Type, _ data: Data) throws -> Data {
        Data(try Wire.encode(try Wire.decode(E.self, from: [UInt8](data))))
    }
}
