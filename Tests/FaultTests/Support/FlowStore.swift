import Foundation
import InstallationSupport
import Postgres

/// The tables of a flow under fault, and what stands in them.
enum FlowStore {
    /// Effects have no key, so that a second one is seen.
    static func create(_ session: PostgresSession) async throws {
        try await session.execute(
            unchecked: """
                CREATE TABLE intake.accepted (lead_id uuid PRIMARY KEY, planted boolean NOT NULL DEFAULT false);
                CREATE TABLE scoring.effects (lead_id uuid NOT NULL);
                CREATE TABLE pipeline.effects (lead_id uuid NOT NULL);
                CREATE TABLE scoring.counters (name text PRIMARY KEY, value bigint NOT NULL DEFAULT 0);
                INSERT INTO scoring.counters (name) VALUES ('left'), ('right');
                CREATE SEQUENCE scoring.tries;
                GRANT ALL ON intake.accepted TO filon_ingest;
                GRANT ALL ON scoring.effects, scoring.counters, scoring.tries TO filon_scoring;
                GRANT ALL ON pipeline.effects TO filon_pipeline_monitor;
                """
        )
        try await CensusStore.install(session)
    }

    static func accept(_ lead: UUID, planted: Bool, in tx: isolated PostgresSession) throws {
        try tx.execute("INSERT INTO accepted (lead_id, planted) VALUES ($1, $2)", lead, planted)
    }

    static func ledger(in tx: isolated PostgresSession) throws -> Ledger {
        var ledger = try CensusStore.leftovers(in: tx)
        for row in try tx.query("SELECT lead_id::text, planted FROM intake.accepted") {
            let (lead, planted) = try row.decode(String.self, Bool.self)
            ledger.accepted.insert(lead)
            if planted { ledger.planted.insert(lead) }
        }
        ledger.effects["effect of the hop"] = try CensusStore.counts(
            tx.query("SELECT lead_id::text, count(*) FROM scoring.effects GROUP BY 1")
        )
        ledger.effects["effect at the end"] = try CensusStore.counts(
            tx.query("SELECT lead_id::text, count(*) FROM pipeline.effects GROUP BY 1")
        )
        ledger.unheard =
            try CensusStore.unheard("intake", "lead.registered.v1", "scoring", "scoring", in: tx)
            + CensusStore.unheard("scoring", "lead.pooled.v1", "pipeline", "pipeline-monitor", in: tx)
        return ledger
    }

    /// Leads whose effect the hop has committed.
    static func handled(in tx: isolated PostgresSession) throws -> Int {
        try CensusStore.count(tx.query("SELECT count(*) FROM scoring.effects"))
    }

    /// Accepted leads, but for the planted ones, that the hop has not handled.
    static func unhandled(in tx: isolated PostgresSession) throws -> Int {
        try CensusStore.count(
            tx.query(
                """
                SELECT count(*) FROM intake.accepted AS a WHERE NOT planted
                    AND NOT EXISTS (SELECT FROM scoring.effects AS e WHERE e.lead_id = a.lead_id)
                """
            )
        )
    }

    static func plant(_ lead: UUID, in tx: isolated PostgresSession) throws {
        try tx.execute("INSERT INTO intake.accepted (lead_id, planted) VALUES ($1, true)", lead)
    }
}
