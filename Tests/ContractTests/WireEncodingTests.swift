import Foundation
import Testing

@testable import Contracts

/// Foundation's encoder is the judge: ours writes the same bytes.
@Suite struct WireEncodingTests {
    @Test func everyKindOfFieldIsWrittenAsFoundationWritesIt() {
        var value = Everything()
        value.children = [Everything(), Everything(present: nil, absent: 1)]
        let (ours, theirs) = written(value)
        #expect(ours == theirs && ours.isValue)
        #expect(written(Child()).0 == written(Child()).1)
    }

    @Test(arguments: Catalogue.entries.map(\.type))
    func goldenMessagesAreWrittenAsFoundationWritesThem(type: String) throws {
        let entry = try #require(Catalogue.entry(of: type))
        func check<E: Event>(_ event: E.Type) throws {
            let golden = try Fixture.golden(of: type)
            let value = try FoundationWire.decode(event, from: golden)
            #expect(try Wire.decode(event, from: golden) == value)
            #expect(try Wire.encode(value) == FoundationWire.encode(value))
        }
        try check(entry.event)
    }

    @Test func randomTreesAreWrittenAndReadAsByFoundation() {
        for seed in UInt64(0)..<150 {
            var generator = SeededGenerator(seed: seed)
            let tree = generator.tree(depth: 4)
            let (ours, theirs) = written(tree)
            #expect(ours == theirs, "seed \(seed)")
            guard case .value(let text) = ours else { continue }
            let (value, judge) = read(Tree.self, text)
            #expect(value == judge && value.isValue, "seed \(seed)")
        }
    }

    @Test func numbersAreWrittenAsFoundationWritesThem() {
        var generator = SeededGenerator(seed: 7)
        let doubles =
            (0..<2_000).map { _ in generator.double() } + [
                1, 1e20, 0.1, -0.0, .leastNonzeroMagnitude, 1e15, 1e16, 123_456.5,
            ]
        #expect(written(doubles).0 == written(doubles).1)
        #expect(
            written(doubles.map { Float($0) }.filter(\.isFinite)).0
                == written(doubles.map { Float($0) }.filter(\.isFinite)).1
        )
        for decimal in ["0", "-0.5", "1e100", "-3e-100", "12345678901234567890.12345", "NaN"] {
            #expect(written(Decimal(string: decimal)).0 == written(Decimal(string: decimal)).1)
        }
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan])
    func whatIsNotFiniteIsRefused(value: Double) {
        for (ours, theirs) in [written(value), written([value]), written(["a": value]), written([Float(value)])] {
            #expect(ours == theirs && ours == .failure("invalidValue"))
        }
    }

    @Test func everyCharacterIsEscapedAsFoundationEscapesIt() {
        let scalars = (0..<0x3000).compactMap { Unicode.Scalar($0 as Int) }.map { String(Character($0)) }
        #expect(written(scalars).0 == written(scalars).1)
        let named = Dictionary(scalars.map { ($0 + "x", $0) }) { $1 }
        #expect(written(named).0 == written(named).1)
        for length in 0..<40 {
            let texts = ["\"", "\u{1f}", "é", "a"].map { String(repeating: "x", count: length) + $0 + "abcdefghi" }
            #expect(written(texts).0 == written(texts).1)
        }
    }

    @Test func keysAreInFoundationsOrder() {
        let names = [
            "é", "e", "z", "A", "a10", "a9", "", "\u{1}", "\u{ffff}", "😀", "aaaaaaaa", "aaaaaaaab", "aaaaaaaaa",
            "aaaaaaa",
        ]
        for count in 0...names.count {
            let value = Dictionary(uniqueKeysWithValues: names.prefix(count).map { ($0, $0.utf8.count) })
            #expect(written(value).0 == written(value).1)
            let plain = value.filter { $0.key.utf8.allSatisfy { (0x20..<0x7f).contains($0) } }
            #expect(written(plain).0 == written(plain).1)
        }
    }

    @Test func asDeepAsFoundationAndNoDeeper() {
        for depth in [1, 510, 511, 512, 600] {
            let (ours, theirs) = written(Nest(depth: depth))
            #expect(ours == theirs, "\(depth)")
        }
        // Foundation would follow this one until the stack ends.
        #expect(Outcome { try Wire.encode(Endless()) } == .failure("invalidValue"))
    }

    private struct Endless: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            try container.encode(Endless())
        }
    }
}
