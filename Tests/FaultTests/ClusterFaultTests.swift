import Foundation
import InstallationSupport
import MessagingSupport
import Postgres
import TestSupport
import Testing

extension Faults {
    /// The real executables on servers of which one may be lost.
    @Suite(.cluster) struct ClusterFaults {
        /// One fault after the other.
        struct Trouble: Sendable, CustomTestStringConvertible {
            let faults: [ClusterFault]
            var testDescription: String { faults.map(\.rawValue).joined(separator: ", ") }

            /// Each by itself in the full form, during one import in the short one.
            static let all =
                Scale.isFull
                ? ClusterFault.allCases.map { Trouble(faults: [$0]) } : [Trouble(faults: ClusterFault.allCases)]
        }

        @Test(arguments: Trouble.all)
        func whicheverMemberIsLostEveryLeadComesToItsEnd(trouble: Trouble) async throws {
            var dice = Dice()
            let cluster = try mortalCluster()
            let filon = try await Installation()
            do {
                var load = Load(on: filon)
                let leads = Scale.leads / trouble.faults.count
                for fault in trouble.faults {
                    try await load.submit(leads)
                    try await lasting(dice.pause(100...600))
                    try await fault.inflict(cluster, &load, leads, &dice)
                    try await load.goesOn()
                }
                let complaints = await load.end(within: Scale.patience)
                #expect(complaints.isEmpty, "FILON_FAULT_SEED=\(Dice.seed)")
            } catch {
                await filon.tearDown()
                throw error
            }
            await filon.tearDown()
        }

        /// Else a failover would lose what somebody was promised. PostgreSQL itself calls a commit done whose wait was
        /// cancelled.
        @Test func aCommitThatTheStandbyHasNotSeenIsNotCalledDone() async throws {
            let cluster = try mortalCluster()
            let database = try await TestDatabase.make()
            try await database.withSession { try await $0.execute(unchecked: "CREATE TABLE public.seen (id int)") }
            let other = PostgresSession(PostgresConfig(url: database.url))
            let standby = try await cluster.pause(try await cluster.standby())
            defer { standby.resume() }
            let cut = Self.commit(1, to: database)
            let patient = Self.commit(2, to: database)
            try await eventually("both wait") { try await WaitStore.waiting(other).count == 2 }
            // Ours does not go out in this moment of all; somebody else's does.
            patient.cancel()
            let waiting = try await WaitStore.waiting(other).first { $0.name == "commit 1" }
            try await WaitStore.cancel(try #require(waiting).process, other)
            let error = await #expect(throws: PostgresError.self) { try await cut.value }
            #expect(error?.code == .commitUnknown)
            try await lasting(.seconds(1))
            #expect(try await WaitStore.waiting(other).map(\.name) == ["commit 2"])
            standby.resume()
            try await patient.value
            #expect(try await WaitStore.rows(other) == [1, 2])
            await other.close()
            await database.drop()
        }

        private static func commit(_ id: Int, to database: TestDatabase) -> Task<Void, any Error> {
            Task {
                let session = PostgresSession(PostgresConfig(url: database.url, applicationName: "commit \(id)"))
                try await session.transaction { tx in
                    _ = try tx.execute("INSERT INTO public.seen VALUES ($1)", id)
                }
            }
        }
    }
}

enum WaitStore {
    /// Sessions whose commit waits for the standby.
    static func waiting(_ session: PostgresSession) async throws -> [(name: String, process: Int)] {
        try await session.query(
            """
            SELECT application_name, pid FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event = 'SyncRep'
            """
        ).map { try $0.decode(String.self, Int.self) }
    }

    static func cancel(_ process: Int, _ session: PostgresSession) async throws {
        try await session.query("SELECT pg_cancel_backend($1::int)", process)
    }

    static func rows(_ session: PostgresSession) async throws -> [Int] {
        try await session.query("SELECT id FROM public.seen ORDER BY 1").values(as: Int.self)
    }
}
