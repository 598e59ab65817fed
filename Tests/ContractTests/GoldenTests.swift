import Contracts
import Testing

/// What is on the wire stays readable: every version's golden messages decode for ever, and say what its schema says.
@Suite struct GoldenTests {
    static let types = Catalogue.entries.map(\.type)

    @Test func everyTypeHasItsSchemaAndItsGoldenMessageAndNothingElseHas() throws {
        #expect(try Fixture.typesWithSchemas() == Set(Self.types))
        #expect(try Fixture.typesWithGoldens() == Set(Self.types))
        #expect(Set(Self.types).count == Self.types.count)
    }

    @Test(arguments: types)
    func everyGoldenMessageIsReadAndWrittenUnchanged(type: String) throws {
        let entry = try #require(Catalogue.entry(of: type))
        for golden in try Fixture.goldens(of: type) {
            let written = try roundTrip(entry.event, golden.bytes)
            #expect(try Wire.decode(JSONValue.self, from: written) == golden.value(), "\(golden.name)")
        }
    }

    @Test(arguments: types)
    func everyGoldenMessageObeysItsSchema(type: String) throws {
        let schema = try Fixture.schema(of: type)
        for golden in try Fixture.goldens(of: type) {
            let faults = schema.faults(in: try golden.value())
            #expect(faults == [], "\(golden.name)")
        }
    }

    /// Otherwise nobody would see that a field is no longer read or written.
    @Test(arguments: types)
    func theGoldenMessagesHoldEveryFieldOfTheSchema(type: String) throws {
        let goldens = try Fixture.goldens(of: type).map { try $0.value() }
        for field in try Fixture.schema(of: type).fields {
            #expect(goldens.contains { $0.replacing($0.steps(to: field.path), with: .null) != $0 }, "\(field.path)")
        }
    }

    @Test(arguments: types)
    func aFieldFromTheFutureIsIgnored(type: String) throws {
        let entry = try #require(Catalogue.entry(of: type))
        for golden in try Fixture.goldens(of: type) {
            let later = try golden.value().replacing(["addedLater"], with: .object(["x": .integer(1)]))
            _ = try roundTrip(entry.event, try Wire.encode(later))
        }
    }

    private func roundTrip<E: Event>(_ type: E.Type, _ bytes: [UInt8]) throws -> [UInt8] {
        try Wire.encode(try Wire.decode(E.self, from: bytes))
    }
}
