import Contracts
import Foundation
import InstallationSupport
import Messaging
import MessagingSupport
import Postgres
import ScriptedPeers
import Synchronization
import Testing

extension Faults {
    /// PostgreSQL ends, throws sessions out, or lets transactions collide.
    @Suite struct DatabaseFaults {
        @Test func crashedInTheMiddleOfCommitsItBurnsNoAttempt() async throws {
            let servers = try mortalServers()
            let attempts = Attempts()
            try await Flow.running(harm: { delivery, _ in attempts.add(delivery.attempt) }) { flow, hop, _ in
                let connections = hop.database.connections
                try await flow.offering {
                    try await servers.crashPostgres()
                    try await servers.restart(.postgres)
                }
                try await eventually("the hop connects again") { hop.database.connections > connections }
            }
            #expect(attempts.seen == [1])
        }

        @Test func sessionsThatAreThrownOutComeBack() async throws {
            var dice = Dice()
            let attempts = Attempts()
            try await Flow.running(harm: { delivery, _ in attempts.add(delivery.attempt) }) { flow, _, _ in
                try await flow.offering {
                    for _ in 0..<15 {
                        _ = try await flow.count(
                            """
                            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                            WHERE datname = current_database() AND usename LIKE 'filon%' AND random() < 0.7
                            """
                        )
                        try await lasting(dice.pause(20...200))
                    }
                }
            }
            #expect(attempts.seen == [1])
        }

        /// Two replicas take the same two locks in either order.
        @Test func deadlocksBetweenReplicasEndInOneEffectEach() async throws {
            try await Flow.running(harm: Self.cross) { flow, _, _ in
                try await flow.admin.withSession { session in
                    try await session.execute(
                        unchecked: """
                            DO $$ BEGIN EXECUTE format(
                                'ALTER ROLE filon_scoring IN DATABASE %I SET deadlock_timeout = ''20ms''',
                                current_database()); END $$
                            """
                    )
                }
                let others = [try await flow.hop(Self.cross), try await flow.hop(Self.cross)]
                try await flow.offer(Scale.leads, every: .milliseconds(10))
                try await eventually("they collide", within: Scale.recovery) {
                    try await flow.count(
                        "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
                    ) > 0
                }
                try await flow.judge()
                for other in others { await other.stop() }
            }
        }

        @Test func serializationFailuresAreTriedAgainAtOnce() async throws {
            try await Flow.judged { flow in
                try await flow.admin.withSession { session in
                    try await session.execute(
                        unchecked: """
                            CREATE FUNCTION scoring.collide() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
                                IF nextval('scoring.tries') % 25 = 0 THEN
                                    RAISE EXCEPTION 'collision' USING ERRCODE = '40001';
                                END IF;
                            END $$
                            """
                    )
                }
                let sink = try await flow.sink()
                let hop = try await flow.hop { _, tx in try tx.query("SELECT scoring.collide()") }
                try await flow.offer(Scale.leads)
                try await flow.judge()
                #expect(hop.messenger.metrics.retried.value == 0, "no attempt was burnt")
                #expect(try await flow.count("SELECT last_value FROM scoring.tries") > Scale.leads)
                await hop.stop()
                await sink.stop()
            }
        }

        /// Locks both counters, in an order that the lead's id draws.
        private static let cross: @Sendable (Delivery<LeadRegistered>, isolated PostgresSession) throws -> Void = {
            delivery,
            tx in
            let isLeftFirst = delivery.message.leadID.rawValue.uuid.15 % 2 == 0
            let (first, second) = isLeftFirst ? ("left", "right") : ("right", "left")
            try tx.execute("UPDATE counters SET value = value + 1 WHERE name = $1", first)
            try tx.query("SELECT pg_sleep(0.003)")  // long enough for the other to take its first
            try tx.execute("UPDATE counters SET value = value + 1 WHERE name = $1", second)
        }
    }
}

/// The attempts that handlers were run with.
final class Attempts: Sendable {
    private let numbers = Mutex<Set<Int>>([])

    var seen: Set<Int> { numbers.withLock { $0 } }

    func add(_ attempt: Int) { _ = numbers.withLock { $0.insert(attempt) } }
}
