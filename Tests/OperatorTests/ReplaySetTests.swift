import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Operator

/// Frozen sets and letters on a real database, under the operator's role.
@Suite struct ReplaySetTests {
    @Test func twoOperatorsRetryALetterOnceBetweenThem() async throws {
        try await Scene.run { scene in
            let letters = try await scene.bury(3)
            async let first = scene.claim(letters)
            async let second = scene.claim(letters)

            let taken = try await first + second

            #expect(taken.count == 3)
            #expect(Set(taken) == Set(letters))
        }
    }

    @Test func aCancelledRunGivesBackWhatItDidNotSend() async throws {
        try await Scene.run { scene in
            let letters = try await scene.bury(3)
            let run = try await scene.retry(letters)
            let sent = try await scene.read { tx in try ReplayStore.next(run.id, limit: 1, in: tx) }
            #expect(sent.count == 1)

            try await scene.read { tx in try ReplayStore.end(run.id, "cancelled", nil, in: tx) }

            let open = try await scene.read { tx in try DeadLetterStore.list(LetterFilter(), limit: 10, in: tx) }
            #expect(Set(open.map(\.id)) == Set(letters).subtracting(sent.compactMap(\.letterID)))
            let more = try await scene.read { tx in try ReplayStore.next(run.id, limit: 10, in: tx) }
            #expect(more.isEmpty, "nothing is sent of a run that has ended")
        }
    }

    @Test func aSetIsTakenInOrderAndOnce() async throws {
        try await Scene.run { scene in
            let run = try await scene.retry(try await scene.bury(5))
            var positions: [Int] = []
            for _ in 0..<4 {
                positions += try await scene.read { tx in
                    try ReplayStore.next(run.id, limit: 2, in: tx).map(\.position)
                }
            }
            #expect(positions == [1, 2, 3, 4, 5])
            let progress = try await scene.read { tx in try ReplayStore.progress(run.id, in: tx) }
            #expect(progress == ReplayProgress(sent: 5))
            let kept = try await scene.read { tx in try ReplayStore.runs(run.id, limit: 1, in: tx).first }
            #expect(kept?.messages == 5)
            #expect(kept?.setHash.count == 64)
        }
    }

    @Test func anEditKeepsTheOriginalAndLosesToAFasterOne() async throws {
        try await Scene.run { scene in
            let letter = try #require(try await scene.bury(1).first)
            let (old, new) = ([UInt8]("{}".utf8), [UInt8](#"{"x":1}"#.utf8))
            let isDone = try await scene.read { tx in
                try DeadLetterStore.edit(letter, from: old, to: new, by: "operator", in: tx)
            }
            let isLate = try await scene.read { tx in
                try DeadLetterStore.edit(letter, from: old, to: old, by: "operator", in: tx)
            }
            let opened = try await scene.read { tx in try DeadLetterStore.opened([letter], in: tx).first }
            #expect(isDone)
            #expect(!isLate)
            #expect(opened?.body == new)
            #expect(opened?.originalBody == old)
            #expect(opened?.letter.isEdited == true)
        }
    }

    @Test func aDiscardedLetterIsNeitherRetriedNorDiscardedAgain() async throws {
        try await Scene.run { scene in
            let letters = try await scene.bury(1)
            let first = try await scene.read { tx in try DeadLetterStore.discard(letters, note: "double", in: tx) }
            let second = try await scene.read { tx in try DeadLetterStore.discard(letters, note: "double", in: tx) }
            #expect(first == letters)
            #expect(second.isEmpty)
            #expect(try await scene.claim(letters).isEmpty)
        }
    }

    @Test func groupsAndFiltersFindTheirLetters() async throws {
        try await Scene.run { scene in
            let letters = try await scene.bury(3)
            let groups = try await scene.read { tx in try DeadLetterStore.groups(limit: 10, in: tx) }
            #expect(groups.map(\.letters) == [3])
            func found(_ filter: LetterFilter) async throws -> Int {
                try await scene.read { tx in try DeadLetterStore.list(filter, limit: 10, in: tx).count }
            }
            #expect(try await found(LetterFilter(ids: [letters[0]])) == 1)
            #expect(try await found(LetterFilter(group: groups.first?.group)) == 3)
            #expect(try await found(LetterFilter(service: "scoring", type: CompanyEnriched.type)) == 3)
            #expect(try await found(LetterFilter(service: "notifier")) == 0)
            #expect(try await found(LetterFilter(errorClass: "other")) == 0)
            #expect(try await found(LetterFilter(from: Date().addingTimeInterval(60))) == 0)
            #expect(try await found(LetterFilter(states: ["resolved"])) == 0)
        }
    }
}

extension Scene {
    /// Letters of one cause.
    fileprivate func bury(_ count: Int) async throws -> [UUID] {
        let ids = (0..<count).map { _ in UUIDv7.make() }
        try await database.withSession { session in
            try await session.transaction { tx in
                try tx.execute(
                    """
                    INSERT INTO msg.dead_letter (id, handler, message_id, service, type, reason, error_class, stack_hash,
                        attempts, first_failed_at, failed_at, headers, body)
                    SELECT id, 'scoring.score-company', gen_random_uuid(), 'scoring', $2, 'x', 'y', 'abc', 1, now(),
                        now(), '{}', '{}'
                    FROM unnest($1::uuid[]) AS l (id)
                    """,
                    ids,
                    CompanyEnriched.type
                )
            }
        }
        return ids
    }

    fileprivate func claim(_ letters: [UUID]) async throws -> [UUID] {
        try await read { tx in try ReplayStore.claim(letters, for: UUIDv7.make(), in: tx) }
    }

    fileprivate func retry(_ letters: [UUID]) async throws -> ReplayRun {
        let run = ReplayRun(id: UUIDv7.make(), kind: .retry, service: nil, selection: "test")
        try await read { tx in
            _ = try ReplayStore.claim(letters, for: run.id, in: tx)
            let found = try DeadLetterStore.list(LetterFilter(ids: letters, states: ["replaying"]), limit: 10, in: tx)
            try ReplayStore.create(run, found.map { FrozenMessage(letter: $0, service: .scoring) }, in: tx)
        }
        return run
    }
}
