import Contracts
import Foundation
import Testing

@Suite struct JSONValueTests {
    @Test(arguments: [
        ("null", JSONValue.null), ("true", .bool(true)), ("false", .bool(false)), ("\"é\\n\"", .string("é\n")),
        ("0", .integer(0)), ("-9223372036854775808", .integer(.min)), ("9223372036854775807", .integer(.max)),
        ("9223372036854775808", .number(0x1p63)), ("1.0", .number(1)), ("1e2", .number(100)), ("0.1", .number(0.1)),
        ("[]", .array([])), ("{}", .object([:])), ("[1,[null]]", .array([.integer(1), .array([.null])])),
        ("{\"a\":{\"b\":[]}}", .object(["a": .object(["b": .array([])])])),
        ("{\"a\":1,\"\\u0061\":2}", .object(["a": .integer(1)])),
    ])
    func everyKindIsRead(text: String, value: JSONValue) throws {
        #expect(try read(text) == value)
    }

    /// The console reads its own database with Foundation.
    @Test func itIsReadByFoundationToo() throws {
        let text = "{\"a\":[1,0.5,null,true,\"x\",{}],\"b\":{\"c\":[]}}"
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) == read(text))
    }

    @Test func membersAreWrittenInTheOrderOfTheirNames() throws {
        let text = "{\"b\":[1,0.5,null,true],\"a\":{\"z\":\"\",\"y\":-1}}"
        #expect(
            String(decoding: try Wire.encode(try read(text)), as: UTF8.self)
                == "{\"a\":{\"y\":-1,\"z\":\"\"},\"b\":[1,0.5,null,true]}"
        )
    }

    @Test(arguments: Catalogue.entries.map(\.type))
    func aMessageSurvives(type: String) throws {
        for golden in try Fixture.goldens(of: type) {
            let message = try golden.value()
            #expect(try Wire.decode(JSONValue.self, from: try Wire.encode(message)) == message)
        }
    }

    @Test(arguments: [
        "", "{", "[1,", "nul", "{\"a\"}", "1e999", "-1e999", "1e-999", "01", "1.", "-", "\"\\ud800\"", "\"\u{1}\"",
        "\u{feff}x",
        String(repeating: "[", count: 129) + String(repeating: "]", count: 129),
        String(repeating: "{\"a\":", count: 600) + "1" + String(repeating: "}", count: 600),
    ])
    func whatIsNoJSONIsAnErrorAndNeverATrap(text: String) {
        #expect(throws: DecodingError.self) { try read(text) }
    }

    @Test(arguments: ["[", "{\"a\":"])
    func whatIsReadCanBeWritten(piece: String) throws {
        let close = piece == "[" ? "]" : "}"
        let text = String(repeating: piece, count: 127) + "[]" + String(repeating: close, count: 127)
        #expect(String(decoding: try Wire.encode(try read(text)), as: UTF8.self) == text)
    }

    @Test func aNumberThatIsNotFiniteIsRefused() {
        #expect(throws: EncodingError.self) { try Wire.encode(JSONValue.array([.number(.nan)])) }
    }

    private func read(_ text: String) throws -> JSONValue { try Wire.decode(JSONValue.self, from: Array(text.utf8)) }
}
