import Contracts
import Foundation
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Operator

/// The journals, inboxes, retries and dead letters of several services, read as one under the operator's role.
@Suite struct JournalTests {
    @Test func theOldestMessageOfAQueueIsTheOldestThatIsNeitherHandledNorKept() async throws {
        try await Scene.run { scene in
            let queue = try #require(Catalogue.queues.first { $0.name == "scoring.in" })
            let ids = (0..<5).map { _ in UUIDv7.make() }
            // The last is announced by a service, but not heard by scoring.
            try await scene.announce(ids, type: LeadRegistered.type, minutesAgo: [60, 50, 40, 30, 20])
            try await scene.announce([UUIDv7.make()], type: ImportCompleted.type, minutesAgo: [90])
            try await scene.handle(ids[0])
            try await scene.keep(ids[1])
            try await scene.bury(ids[2])

            let found = try await scene.read { tx in
                try QueueStore.unhandled(queue, since: Date().addingTimeInterval(-7_200), in: tx)
            }
            let recent = try await scene.read { tx in
                try QueueStore.unhandled(queue, since: Date().addingTimeInterval(-1_500), in: tx)
            }
            let kept = try await scene.read { tx in try QueueStore.kept(in: tx) }

            #expect(found.messages == 2)
            #expect(abs(Date().timeIntervalSince(try #require(found.oldest)) - 1_800) < 60)
            #expect(recent.messages == 1)
            #expect(kept["scoring"]?.retries == 1)
            #expect(kept["scoring"]?.deadLetters == 1)
            #expect(kept["notifier"]?.retries == 0)
        }
    }

    @Test func aSearchFindsByCompanyStoryTypeTimeAndAnnouncer() async throws {
        try await Scene.run { scene in
            let (company, story) = (UUID(), UUID())
            let ids = (0..<3).map { _ in UUIDv7.make() }
            try await scene.announce(
                ids,
                type: LeadRegistered.type,
                minutesAgo: [60, 30, 10],
                company: company,
                correlation: story
            )
            try await scene.announce([UUIDv7.make()], type: ContactRegistered.type, minutesAgo: [5])
            func found(_ change: (inout JournalFilter) -> Void) async throws -> [UUID] {
                var filter = JournalFilter(from: Date().addingTimeInterval(-86_400), until: Date())
                change(&filter)
                let asked = filter
                return try await scene.read { tx in
                    try JournalStore.search(asked, limit: 10, in: tx).map(\.envelope.messageID)
                }
            }
            #expect(try await found { $0.company = company } == ids.reversed())
            #expect(try await found { $0.correlation = story } == ids.reversed())
            #expect(try await found { $0.types = [LeadRegistered.type] } == ids.reversed())
            #expect(try await found { $0.ids = [ids[1]] } == [ids[1]])
            #expect(try await found { $0.subject = "lead/x" }.count == 4)
            #expect(try await found { $0.schemas = ["intake"] }.count == 4)
            #expect(try await found { $0.schemas = ["scoring"] }.isEmpty)
            #expect(try await found { $0.company = UUID() }.isEmpty)
            #expect(try await found { $0.from = Date().addingTimeInterval(-2_400) }.count == 3)
            let counted = try await scene.read { tx in
                try JournalStore.count(
                    JournalFilter(from: Date().addingTimeInterval(-86_400), until: Date()),
                    upTo: 3,
                    in: tx
                )
            }
            #expect(counted == 3, "no more is counted than it takes to refuse")
        }
    }

    @Test func aStoryIsFoundByAnyOfItsMessages() async throws {
        try await Scene.run { scene in
            let (story, ids) = (UUID(), (0..<2).map { _ in UUIDv7.make() })
            try await scene.announce(ids, type: LeadRegistered.type, minutesAgo: [2, 1], correlation: story)
            try await scene.handle(ids[0])
            try await scene.bury(ids[1])

            let byMessage = try await scene.read { tx in try StoryStore.story(ids[1], limit: 10, in: tx) }
            let byStory = try await scene.read { tx in try StoryStore.story(story, limit: 10, in: tx) }
            let unknown = try await scene.read { tx in try StoryStore.story(UUID(), limit: 10, in: tx) }

            #expect(byMessage?.entries.map(\.envelope.messageID) == ids)
            #expect(byStory?.entries.count == 2)
            #expect(byStory?.handlings.count == 2)
            #expect(unknown == nil)
        }
    }
}

extension Scene {
    fileprivate func announce(
        _ ids: [UUID],
        type: String,
        minutesAgo: [Int],
        company: UUID? = nil,
        correlation: UUID? = nil
    ) async throws {
        try await database.withSession { session in
            try await session.transaction { tx in
                try tx.execute(
                    """
                    INSERT INTO intake.journal (message_id, type, correlation_id, subject, company_id, body, occurred_at)
                    SELECT id, $2, coalesce($4, id), 'lead/x', $5, '{}', now() - make_interval(mins => ago)
                    FROM unnest($1::uuid[], $3::integer[]) AS m (id, ago)
                    """,
                    ids,
                    type,
                    minutesAgo.map { Int32($0) },
                    correlation,
                    company
                )
            }
        }
    }

    fileprivate func handle(_ id: UUID) async throws {
        try await database.withSession { session in
            try await session.transaction { tx in
                try tx.execute("INSERT INTO scoring.inbox (message_id, handler) VALUES ($1, 'scoring.x')", id)
            }
        }
    }

    fileprivate func keep(_ id: UUID) async throws {
        try await database.withSession { session in
            try await session.transaction { tx in
                try tx.execute(
                    """
                    INSERT INTO scoring.retry (handler, message_id, type, body, attempt, due_at, error_class, error)
                    VALUES ('scoring.x', $1, 'x', '', 1, now(), 'x', 'x')
                    """,
                    id
                )
            }
        }
    }

    fileprivate func bury(_ id: UUID) async throws {
        try await database.withSession { session in
            try await session.transaction { tx in
                try tx.execute(
                    """
                    INSERT INTO msg.dead_letter (id, handler, message_id, service, type, reason, attempts,
                        first_failed_at, failed_at, headers, body)
                    VALUES (gen_random_uuid(), 'scoring.x', $1, 'scoring', 'x', 'x', 1, now(), now(), '{}', '')
                    """,
                    id
                )
            }
        }
    }
}
