import Contracts
import Foundation
import InstallationSupport
import MessagingSupport
import Postgres
import Testing

extension JourneyTests {
    /// A list without a single SIREN, through the real executables: certain ones are taken and handed out, a doubtful one
    /// waits for a person's choice, an unknown one stays.
    ///
    /// Within ``JourneyTests``, one after another: installations beside each other take each other's time.
    @Suite(.serialized) struct IdentificationJourneyTests {
        @Test func aListWithoutSirensIsIdentifiedAndHandedOut() async throws {
            let filon = try await Installation()
            do {
                let list = filon.folder.appendingPathComponent("sans-siren.csv")
                try Data(
                    """
                    nom;code_postal;ville;telephone
                    Kikou;75009;Paris;01 99 00 13 26
                    Sté Aubade-Paris;75001;PARIS;
                    Ganymède;75116;Paris;
                    Fournil fictif des Halles;37000;Tours;

                    """.utf8
                ).write(to: list)
                _ = try await filon.importing(list)

                try await eventually("two are identified and owned or pooled") {
                    try await filon.sessions.transaction { tx in
                        try IdentifiedStore.handedOut(in: tx) == ["775695901", "910866482"]
                    }
                }
                try await eventually("one waits for a person and one stays") {
                    try await filon.sessions.transaction { tx in
                        try IdentifiedStore.states(in: tx) == ["doubtful", "none", "taken", "taken"]
                    }
                }
                let listed = try await filon.ask(["identify", "list"])
                let company = try #require(listed["companies"]?.elements?.first)
                let candidates = try #require(company["candidates"]?.elements)
                #expect((2...5).contains(candidates.count))
                #expect(candidates.contains { $0["siren"]?.text == "817883150" })
                let id = try #require(company["id"]?.text)
                try await filon.ask(["identify", "choose", id, "817883150"])
                try await eventually("the chosen one is handed out, too") {
                    try await filon.sessions.transaction { tx in
                        try IdentifiedStore.handedOut(in: tx).contains("817883150")
                    }
                }
                await #expect(throws: (any Error).self) {
                    try await filon.ask(["identify", "choose", id, "910866482"])
                }
                try await filon.checkOutputs()
            } catch {
                await filon.tearDown()
                throw error
            }
            await filon.tearDown()
        }
    }
}

enum IdentifiedStore {
    static func handedOut(in tx: isolated PostgresSession) throws -> [String] {
        try tx.query(
            """
            SELECT c.siren FROM intake.companies AS c JOIN assignment.leads AS a ON a.company_id = c.id
            WHERE a.state IN ('owned', 'pooled') ORDER BY 1
            """
        ).values(as: String.self)
    }

    static func states(in tx: isolated PostgresSession) throws -> [String] {
        try tx.query("SELECT state FROM intake.identifications ORDER BY 1").values(as: String.self)
    }
}
