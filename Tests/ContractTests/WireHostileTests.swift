import Foundation
import Testing

@testable import Contracts

/// Input that is made to hurt: it is read or refused, in a time that grows with its length.
@Suite struct WireHostileTests {
    @Test(arguments: ["[", "{\"a\":", "[[],", "{\"a\":[", "[{\"a\":"])
    func deepNestingIsRefused(piece: String) {
        let bytes = Array(String(repeating: piece, count: 1_000_000 / piece.utf8.count).utf8)
        #expect(Outcome { try Wire.decode(Tree.self, from: bytes) } == .failure("dataCorrupted"))
    }

    @Test(arguments: [511, 512, 513])
    func depthIsFoundations(depth: Int) {
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let (ours, theirs) = read(Nest.self, text)
        #expect(ours == theirs && ours.isValue == (depth <= 512))
    }

    @Test func manyKeysAreRead() throws {
        let object = Dictionary(uniqueKeysWithValues: (0..<100_000).map { ("key\($0)", $0) })
        #expect(try Wire.decode([String: Int].self, from: Wire.encode(object)) == object)
    }

    @Test func oneKeyManyTimesIsRead() throws {
        let text = "{" + String(repeating: "\"a\":1,\"\\u0061\":2,", count: 50_000) + "\"b\":3}"
        #expect(try Wire.decode([String: Int].self, from: Array(text.utf8)) == ["a": 1, "b": 3])
    }

    @Test func longListsOfWhatNobodyExpectsAreRefused() {
        let text = "[" + String(repeating: "1,", count: 100_000) + "{}]"
        #expect(Outcome { try Wire.decode([Int].self, from: Array(text.utf8)) } == .failure("typeMismatch"))
        #expect(Outcome { try Wire.decode([[Int]].self, from: Array(text.utf8)) } == .failure("typeMismatch"))
        #expect(Outcome { try Wire.decode(Tree.self, from: Array(text.utf8)) }.isValue)
    }

    /// Foundation stops the process at some of these, so that they are not put to it.
    @Test(arguments: [
        "0." + String(repeating: "0", count: 150) + "1e170", "1" + String(repeating: "0", count: 100_000),
        "0." + String(repeating: "0", count: 100_000) + "1", "1e" + String(repeating: "9", count: 100_000),
        "1e-99999999999",
        "-1e999999999999999999999", String(repeating: "9", count: 100_000) + "e-99999",
    ])
    func longNumbersNeverTrap(text: String) {
        let bytes = Array(text.utf8)
        _ = Outcome { try Wire.decode(Int.self, from: bytes) }
        _ = Outcome { try Wire.decode(UInt64.self, from: bytes) }
        _ = Outcome { try Wire.decode(UInt8.self, from: bytes) }
        _ = Outcome { try Wire.decode(Int128.self, from: bytes) }
        _ = Outcome { try Wire.decode(Double.self, from: bytes) }
        _ = Outcome { try Wire.decode(Float.self, from: bytes) }
        _ = Outcome { try Wire.decode(Decimal.self, from: bytes) }
    }

    @Test func longTextsAreRead() throws {
        let text = String(repeating: "é\"\\n😀 ", count: 20_000)
        #expect(try Wire.decode(String.self, from: Wire.encode(text)) == text)
    }

    @Test func everyPrefixOfAMessageIsRefused() throws {
        let bytes = try Wire.encode(Everything())
        for count in 0..<bytes.count {
            #expect(
                Outcome { try Wire.decode(Everything.self, from: Array(bytes.prefix(count))) }
                    == .failure("dataCorrupted")
            )
        }
    }
}
