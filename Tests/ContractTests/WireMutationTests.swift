import Foundation
import Testing

@testable import Contracts

/// Golden messages with faults in them: both decoders agree on what is taken and what it means, and neither stops.
///
/// Of two faults Foundation names now one and now the other, in the order of a dictionary's hashes.
@Suite struct WireMutationTests {
    @Test(arguments: Catalogue.entries.map(\.type))
    func damagedMessagesAreJudgedAsFoundationJudgesThem(type: String) throws {
        let entry = try #require(Catalogue.entry(of: type))
        let golden = try Wire.encode(try Wire.decode(Tree.self, from: try Fixture.golden(of: type)))
        func check<E: Event>(_ event: E.Type) {
            for seed in UInt64(0)..<100 {
                var generator = SeededGenerator(seed: seed)
                let damaged = Self.damaged(golden, &generator)
                let text = String(decoding: damaged, as: UTF8.self)
                let (ours, theirs) = read(event, damaged)
                #expect(ours.taken == theirs.taken, "seed \(seed) of \(type): \(text)")
                let (tree, judge) = read(Tree.self, damaged)
                #expect(tree.taken == judge.taken, "seed \(seed) of \(type): \(text)")
            }
        }
        check(entry.event)
    }

    private static let tokens = [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "true", "1", "-", ".5", "e3", "0", " ", "\\u0041", "\\ud83d",
        "é",
        "\u{1}", "99999999999999999999", "\"x\":1,", "\n",
    ].map { Array($0.utf8) }

    private static func damaged(_ golden: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = golden
        for _ in 0..<generator.number(1...3) where !bytes.isEmpty {
            let index = generator.number(0...bytes.count - 1)
            let end = min(bytes.count, index + generator.number(1...12))
            switch generator.number(0...6) {
            case 0: bytes[index] = UInt8(truncatingIfNeeded: generator.next())
            case 1: bytes[index] ^= 1 << UInt8(generator.number(0...7))
            case 2: bytes.removeSubrange(index..<end)
            case 3: bytes.insert(contentsOf: bytes[index..<end], at: generator.number(0...bytes.count))
            case 4: bytes.removeSubrange(end...)
            default: bytes.insert(contentsOf: tokens[generator.number(0...tokens.count - 1)], at: index)
            }
        }
        return bytes
    }
}
