import Contracts
import Foundation
import FrenchBusiness
import MessagingSupport
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Enrichment

/// One login for all who ask, whoever it is that logs in.
@Suite struct SessionTests {
    private static func keeper(_ scene: Scene) -> SessionKeeper {
        SessionKeeper(
            terms: ProviderTerms(name: ProviderName.inpi, calls: 100, period: 1, breaker: .seconds(300)),
            login: InpiLogin(baseURL: scene.providers.url, user: "u", password: "p"),
            http: scene.http,
            database: scene.pool,
            listening: scene.database.config(role: "filon_enrichment"),
            timeout: .seconds(30),
            now: { [time = scene.time] in time.now }
        )
    }

    @Test func manyWhoAskAtOnceLogInOnce() async throws {
        try await Scene { _ in .answer(#"{"token":"a.b.c"}"#) }.run { scene in
            // Two replicas.
            let keepers = [Self.keeper(scene), Self.keeper(scene)]
            let tokens = try await withThrowingTaskGroup(of: String.self) { group in
                for index in 0..<60 { group.addTask { try await keepers[index % 2].session().token } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(tokens == ["a.b.c"] && scene.providers.questions.count == 1)
        }
    }

    /// Whoever waits for another replica's login hears of its end; nobody looks again and again.
    @Test func theEndOfAnothersLoginIsHeardOf() async throws {
        try await Scene { _ in .answer("{}", status: 500) }.run { scene in
            let place = try await scene.pool.transaction { [now = scene.time.now] tx in
                try SessionStore.place(of: ProviderName.inpi, at: now, in: tx)
            }
            guard case .yours = place else {
                Issue.record("nobody logs in yet")
                return
            }
            let waiting = Task { try await Self.keeper(scene).session() }
            while try await scene.listeners().isEmpty { await Task.yield() }
            let session = ProviderSession(token: "x.y.z", validUntil: scene.time.now.addingTimeInterval(600))
            try await scene.pool.transaction { tx in
                try SessionStore.opened(session, at: ProviderName.inpi, in: tx)
            }
            #expect(try await waiting.value == session)
            #expect(scene.providers.questions.isEmpty)
        }
    }

    /// Between looking for a session and beginning a login, another replica's login may end.
    @Test func aLoginThatEndsWhileOneIsAboutToBeginIsTaken() async throws {
        try await Scene { _ in .answer("{}", status: 500) }.run { scene in
            let now = scene.time.now
            _ = try await scene.pool.transaction { tx in try SessionStore.place(of: ProviderName.inpi, at: now, in: tx)
            }
            let other = PostgresSession(scene.database.config())
            try await other.execute(
                unchecked: """
                    BEGIN;
                    UPDATE enrichment.provider_sessions
                    SET token = 'x.y.z', valid_until = '2100-01-01', opening_until = NULL
                    """
            )
            async let place = scene.pool.transaction(settings: ["lock_timeout": "60s"]) { tx in
                try SessionStore.place(of: ProviderName.inpi, at: now, in: tx)
            }
            try await eventually("it waits for the other's row") { try await !scene.waitingForLocks().isEmpty }
            try await other.execute(unchecked: "COMMIT")
            guard case .open(let session) = try await place, session.token == "x.y.z" else {
                Issue.record("a second login would begin")
                return
            }
            await other.close()
        }
    }

    /// Only a refusal is the password's fault; what else goes wrong is the provider's, and no ban is run into.
    @Test(
        arguments: [
            (401, "bad_key", "bad_key"), (500, "failed", nil), (200, "failed", nil), (429, "throttled", nil),
        ] as [(Int, String, String?)]
    )
    func aLoginThatFailsSaysWhy(_ status: Int, _ outcome: String, _ rest: String?) async throws {
        try await Scene { _ in .answer("<html>", status: status) }.run { scene in
            // As any call does that is paced.
            try await scene.pool.transaction { tx in
                _ = try tx.execute("INSERT INTO provider_state (provider) VALUES ('inpi')")
            }
            await #expect(throws: ProviderError.self) { try await Self.keeper(scene).session() }
            #expect(try await scene.texts("SELECT outcome FROM provider_calls") == [outcome])
            let reasons = try await scene.texts(
                "SELECT rest_reason FROM provider_state WHERE exhausted_until > now() AND rest_reason IS NOT NULL"
            )
            #expect(reasons == (rest.map { [$0] } ?? []))
            let waits = try await scene.texts("SELECT provider FROM provider_state WHERE retry_after > now()")
            #expect(waits == (rest == nil ? ["inpi"] : []))
        }
    }
}

extension Scene {
    fileprivate func waitingForLocks() async throws -> [String] {
        try await texts(
            """
            SELECT pid::text FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND datname = current_database()
            """
        )
    }

    /// Sessions that hear of logins.
    fileprivate func listeners() async throws -> [String] {
        try await database.withSession { session in
            try await session.query(
                """
                SELECT pid::text FROM pg_stat_activity
                WHERE query LIKE 'LISTEN%enrichment_session%' AND datname = current_database()
                """
            ).values(as: String.self)
        }
    }
}
