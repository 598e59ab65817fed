import Contracts
import Foundation
import InstallationSupport
import Messaging
import MessagingSupport
import Postgres
import ScriptedPeers
import Testing

extension Faults {
    /// The real executables import a list while their servers, networks and they themselves fail. The end is that of a
    /// run that nobody disturbed.
    @Suite struct SystemFaults {
        /// One fault after the other.
        struct Trouble: Sendable, CustomTestStringConvertible {
            let faults: [SystemFault]
            var testDescription: String { faults.map(\.rawValue).joined(separator: ", ") }

            /// Each by itself in the full form; in the short one those that hurt most, in one import.
            static let all =
                Scale.isFull
                ? SystemFault.allCases.map { Trouble(faults: [$0]) }
                : [
                    Trouble(faults: [
                        .sessionsThrownOut, .brokerKilled, .servicesKilled, .postgresCrashed, .servicesAskedToEnd,
                    ])
                ]
        }

        /// The demonstration's rows, and as many generated ones as make up the scale.
        private static let generated = Scale.leads - 66
        /// Under full load, in MiB; a debug build keeps more than a release.
        private static let mostMemory = 150

        /// One run for all, begun by whichever test comes first.
        private static let undisturbed = Task {
            try await installed { filon, _ in
                let list = try ProspectList.long(generated: generated, in: filon.folder)
                let outcome = try await filon.importing(list, patience: Int(Scale.patience.components.seconds))
                try await judge(filon)
                return outcome
            }
        }

        @Test(arguments: Trouble.all)
        func anImportUnderFaultEndsAsOneThatNobodyDisturbed(trouble: Trouble) async throws {
            var dice = Dice()
            let expected = try await Self.undisturbed.value
            let outcome = try await Self.installed { filon, networks in
                let list = try ProspectList.long(generated: Self.generated, in: filon.folder)
                try await filon.submit(list)
                for fault in trouble.faults {
                    try await lasting(dice.pause(100...600))
                    try await fault.inflict(on: filon, networks, &dice)
                }
                try await filon.allReady(within: Scale.recovery)
                // The same list from the same token is the same import.
                let outcome = try await filon.importing(list, patience: Int(Scale.patience.components.seconds))
                try await Self.judge(filon)
                return outcome
            }
            Self.compare(outcome, with: expected)
        }

        /// Every event of a finished import three times over, then once more under new identities and out of order: the
        /// owners, scores and mails stay as they were.
        @Test func everythingAgainAndOutOfOrderChangesNothing() async throws {
            var dice = Dice()
            try await Self.installed { filon, _ in
                let list = try ProspectList.long(generated: 30, in: filon.folder)
                let before = try await filon.importing(list)
                try await Self.judge(filon)
                let events = try await filon.sessions.transaction { tx in
                    try ["intake", "enrichment", "scoring", "assignment"].flatMap { schema in
                        try JournalStore.announced(by: schema, in: tx)
                    }
                }
                let facts = events.filter { Self.facts.contains($0.envelope.type) }
                let late = facts.map { event in
                    var event = event
                    event.envelope.messageID = UUIDv7.make()
                    return event
                }
                let publisher = AMQPBroker(url: filon.vhost.url, name: "duplicator").publisher(name: "duplicator")
                publisher.start()
                for batch in [(events + events).shuffled(using: &dice), late.shuffled(using: &dice)] {
                    let outcomes = await publisher.publish(batch)
                    #expect(outcomes.allSatisfy { $0 == .confirmed })
                }
                await publisher.close(within: .seconds(2))
                try await Self.heard(late, in: filon)
                try await Self.judge(filon)
                let after = try await filon.importing(list)
                Self.compare(after, with: before)
                #expect(after.mails.count == before.mails.count, "nobody is told again")
                #expect(after.companies.map(\.owner) == before.companies.map(\.owner))
                return after
            }
        }

        /// What carries a version or a time, so that an older one must not overwrite a newer one.
        private static let facts: Set = [
            "company.registered.v1", "company.updated.v1", "company.enriched.v1", "lead.registered.v1",
            "lead.scored.v1", "lead.assigned.v1", "lead.pooled.v1",
        ]

        // MARK: The frame

        @discardableResult
        private static func installed(
            _ body: (Installation, Installation.Networks) async throws -> InstallationSupport.Outcome
        ) async throws -> InstallationSupport.Outcome {
            let servers = try mortalServers()
            let networks = Installation.Networks(
                broker: try FaultProxy(to: servers.port(of: .rabbitmq)),
                database: try FaultProxy(to: servers.port(of: .postgres))
            )
            let filon = try await Installation(through: networks)
            do {
                let outcome = try await body(filon, networks)
                let memory = await filon.peakMemory
                #expect(memory.count == Installation.services.count)
                #expect(memory.values.allSatisfy { $0 <= mostMemory }, "MiB: \(memory)")
                await filon.tearDown()
                return outcome
            } catch {
                await filon.tearDown()
                throw error
            }
        }

        private static func judge(_ filon: Installation) async throws {
            var complaints = ["nobody looked"]
            try? await eventually("all is as promised", within: Scale.recovery) {
                complaints = Oracle.complaints(try await filon.ledger())
                return complaints.isEmpty
            }
            #expect(complaints.isEmpty, "FILON_FAULT_SEED=\(Dice.seed)")
        }

        /// Each lead as in the other run; a colleague is told once, or twice in the same words after a crash between
        /// sending and noting it.
        private static func compare(_ outcome: InstallationSupport.Outcome, with expected: InstallationSupport.Outcome)
        {
            let (found, wanted) = (outcome.essence, expected.essence)
            let missing = Set(wanted).subtracting(found)
            let added = Set(found).subtracting(wanted)
            #expect(missing.isEmpty && added.isEmpty, "without: \(missing.prefix(3)) instead: \(added.prefix(3))")
            let ids = outcome.mails.compactMap(\.messageId)
            let copies: [String: Int] = ids.reduce(into: [:]) { copies, id in copies[id, default: 0] += 1 }
            #expect(copies.count > 0 && copies.values.allSatisfy { $0 <= 2 }, "told again and again")
        }

        private static func heard(_ events: [OutgoingMessage], in filon: Installation) async throws {
            let ids = events.map(\.envelope.messageID)
            try await eventually("every late event was handled", within: Scale.recovery) {
                try await filon.sessions.transaction { tx in try ArrivalStore.unhandled(ids, in: tx) } == 0
            }
        }
    }
}

enum ArrivalStore {
    /// Those of `ids` that no service's inbox holds.
    static func unhandled(_ ids: [UUID], in tx: isolated PostgresSession) throws -> Int {
        try CensusStore.count(
            tx.query(
                """
                SELECT count(*) FROM unnest($1::uuid[]) AS late (id)
                WHERE id NOT IN (SELECT message_id FROM enrichment.inbox)
                    AND id NOT IN (SELECT message_id FROM scoring.inbox)
                    AND id NOT IN (SELECT message_id FROM assignment.inbox)
                    AND id NOT IN (SELECT message_id FROM notification.inbox)
                    AND id NOT IN (SELECT message_id FROM pipeline.inbox)
                """,
                ids
            )
        )
    }
}
