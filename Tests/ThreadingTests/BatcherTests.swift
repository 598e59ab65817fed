import Synchronization
import Testing
import Threading

/// What many ask for at about the same time is done together.
@Suite struct BatcherTests {
    private struct Poison: Error {}
    private struct Away: Error {}

    /// The pieces of work that were done.
    private final class Pieces: Sendable {
        private let list = Mutex<[[Int]]>([])
        func add(_ items: [Int]) { list.withLock { $0.append(items) } }
        var all: [[Int]] { list.withLock { $0 } }
    }

    private static func doubling(
        _ pieces: Pieces,
        limit: Int = 100,
        pace: Duration = .milliseconds(1),
        failing: @escaping @Sendable ([Int]) throws -> Void = { _ in }
    ) -> Batcher<Int, Int> {
        Batcher(limit: limit, pace: pace, isShared: { $0 is Away }) { items in
            pieces.add(items)
            try failing(items)
            return items.map { $0 * 2 }
        }
    }

    private static func answers(of batcher: Batcher<Int, Int>, to items: Range<Int>) async -> [Int: Int?] {
        await withTaskGroup(of: (Int, Int?).self) { group in
            for item in items { group.addTask { (item, try? await batcher.answer(to: item)) } }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    @Test func eachHasItsOwnAnswerAndFewPiecesAreDone() async throws {
        let pieces = Pieces()
        // One alone never waits; the rest gathers while the next piece waits for its time.
        let batcher = Self.doubling(pieces, limit: 50, pace: .milliseconds(200))
        let answers = await Self.answers(of: batcher, to: 0..<200)
        #expect(answers == Dictionary(uniqueKeysWithValues: (0..<200).map { ($0, $0 * 2) }))
        #expect(pieces.all.allSatisfy { $0.count <= 50 })
        #expect(pieces.all.flatMap(\.self).sorted() == Array(0..<200))
        #expect(pieces.all.count < 50)
    }

    @Test func whoCannotBeAnsweredFailsAlone() async throws {
        let batcher = Self.doubling(Pieces(), pace: .milliseconds(50)) { items in
            if items.contains(7) { throw Poison() }
        }
        let answers = await Self.answers(of: batcher, to: 0..<40)
        #expect(answers.filter { $0.value == nil }.map(\.key) == [7])
    }

    /// While each is tried by itself the database goes away: the rest does not wait for the same one after another.
    @Test func whatIsNobodysFaultEndsTheTryingOneByOne() async throws {
        let pieces = Pieces()
        let batcher = Self.doubling(pieces, pace: .milliseconds(50)) { items in
            if items.count > 1 { throw Poison() }
            if pieces.all.filter({ $0.count == 1 }).count > 5 { throw Away() }
        }
        let answers = await Self.answers(of: batcher, to: 0..<40)
        #expect(answers.count == 40)
        #expect(pieces.all.filter { $0.count == 1 }.count < 20)
    }

    @Test func whatIsNobodysFaultIsNotTriedOneByOne() async throws {
        let pieces = Pieces()
        let batcher = Self.doubling(pieces, pace: .milliseconds(50)) { _ in throw Away() }
        let answers = await Self.answers(of: batcher, to: 0..<40)
        #expect(answers.values.allSatisfy { $0 == nil })
        #expect(pieces.all.flatMap(\.self).count == 40)
    }
}
