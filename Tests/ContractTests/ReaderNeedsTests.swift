import Contracts
import Foundation
import FrenchBusiness
import Testing

@Suite struct ReaderNeedsTests {
    @Test func everyWayToReadIsSeen() throws {
        #expect(
            try ReaderNeeds.of(Sampler.self).map { "\($0.path) \($0.form)" } == [
                "$.amount integer", "$.at date-time", "$.by object", "$.by.* array?", "$.by.*[] object",
                "$.by.*[].name string",
                "$.day date?", "$.department slug", "$.flags array", "$.flags[] boolean", "$.inner object?",
                "$.inner.name string", "$.kind string", "$.ratio number?", "$.section string?", "$.siren siren",
                "$.token uuid",
            ]
        )
    }

    @Test func whatCannotBeFollowedIsSaid() {
        #expect {
            try ReaderNeeds.of(Choosy.self)
        } throws: {
            "\($0)".hasPrefix("$.word: no made-up value satisfies Word")
        }
        #expect(throws: ReadingError.self) { try ReaderNeeds.of(Nothing.self) }
    }

    /// What was found out by reading made-up values, held against real messages: without a place that is said to be
    /// required, or with another kind of value there, a message is not read; without any other place it is.
    @Test(arguments: Catalogue.entries.map(\.type))
    func theNeedsAreWhatTheReaderNeeds(type: String) throws {
        let entry = try #require(Catalogue.entry(of: type))
        let needs = try ReaderNeeds.of(entry.event)
        let golden = try Wire.decode(JSONValue.self, from: Fixture.golden(of: type))
        for field in needs {
            let steps = golden.steps(to: field.path)
            let isReadWithout = reads(entry.event, golden.replacing(steps, with: nil))
            #expect(isReadWithout == (field.path.hasSuffix("[]") || !field.isRequired), "\(type) without \(field.path)")
            let other: JSONValue = field.kind == .boolean ? .integer(1) : .bool(true)
            let isReadAsOther = reads(entry.event, golden.replacing(steps, with: other))
            #expect(!isReadAsOther, "\(type) with another \(field.path)")
            guard ![.string, .integer, .number, .boolean, .array, .object].contains(field.kind) else { continue }
            let isReadAsText = reads(entry.event, golden.replacing(steps, with: .string("?")))
            #expect(!isReadAsText, "\(type) with any text as \(field.path)")
        }
        let promised = Set(try Fixture.schema(of: type).fields.map(\.path))
        let onOneSide = Set(needs.map(\.path)).symmetricDifference(promised)
        #expect(onOneSide == [], "\(type)")
    }

    private func reads<E: Event>(_ type: E.Type, _ message: JSONValue) -> Bool {
        do {
            _ = try Wire.decode(E.self, from: try Wire.encode(message))
            return true
        } catch {
            return false
        }
    }
}

private struct Sampler: Decodable {
    enum Key: CodingKey { case amount, at, by, day, department, flags, inner, kind, ratio, section, siren, token }
    enum Kind: String, CaseIterable, Decodable { case one, two }
    struct Inner: Decodable { let name: String }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        _ = try container.decode(UInt16.self, forKey: .amount)
        _ = try container.decode(Date.self, forKey: .at)
        _ = try container.decode([String: [Inner]].self, forKey: .by)
        _ = try container.decodeIfPresent(CivilDate.self, forKey: .day)
        _ = try container.decode(DepartmentID.self, forKey: .department)
        var flags = try container.nestedUnkeyedContainer(forKey: .flags)
        while !flags.isAtEnd { _ = try flags.decode(Bool.self) }
        if container.contains(.inner) {
            _ = try container.nestedContainer(keyedBy: WordKey.self, forKey: .inner).decode(String.self, forKey: .name)
        }
        _ = try container.decode(Kind.self, forKey: .kind)
        _ = try container.decodeIfPresent(Double.self, forKey: .ratio)
        _ = try container.decodeIfPresent(NAFSection.self, forKey: .section)
        _ = try container.decode(SIREN.self, forKey: .siren)
        _ = try container.decode(UUID.self, forKey: .token)
    }
}

private enum WordKey: CodingKey { case name, word }

private struct Choosy: Decodable {
    struct Word: TextCodable {
        let text: String
        init?(_ text: String) {
            guard text == "Sésame" else { return nil }
            self.text = text
        }
    }

    let word: Word
}

private struct Nothing: Decodable {
    struct Empty: Decodable {}
    let empty: Empty
}
