import Contracts
import Postgres

/// What imports came to, over all services.
enum ImportStore {
    static func ledger(in tx: isolated PostgresSession) throws -> Ledger {
        var ledger = try CensusStore.leftovers(in: tx)
        ledger.accepted = Set(
            try tx.query(
                "SELECT lead_id::text FROM intake.import_rows WHERE result <> 'refused' AND lead_id IS NOT NULL"
            ).values(as: String.self)
        )
        ledger.effects["end state"] = try CensusStore.counts(
            tx.query(
                """
                SELECT l.id::text, count(*) FROM intake.leads AS l JOIN intake.companies AS c ON c.id = l.company_id
                LEFT JOIN assignment.leads AS a ON a.lead_id = l.id
                WHERE a.lead_id IS NOT NULL OR c.status = 'to_identify' GROUP BY 1
                """
            )
        )
        ledger.atMostOnce["hand-out"] = try CensusStore.counts(
            tx.query(
                """
                SELECT lead_id::text, count(*) FROM assignment.decisions
                WHERE kind IN ('assigned', 'kept', 'drawn') GROUP BY 1
                """
            )
        )
        ledger.atMostOnce["announcement of its owner"] = try CensusStore.counts(
            tx.query(
                "SELECT subject, count(*) FROM assignment.journal WHERE type = 'lead.assigned.v1' GROUP BY 1"
            )
        )
        ledger.atMostOnce["notice to a colleague"] = try CensusStore.counts(
            tx.query(
                """
                SELECT concat_ws(' ', lead_id, kind, recipient_id, channel), count(*) FROM notification.messages
                WHERE lead_id IS NOT NULL GROUP BY 1
                """
            )
        )
        ledger.unheard = try CensusStore.count(tx.query("SELECT count(*) FROM intake.import_rows WHERE result IS NULL"))
        let running = Set(Installation.services)
        for entry in Catalogue.entries {
            for hearer in entry.heardBy where running.contains(hearer.rawValue) {
                for announcer in entry.announcedBy {
                    ledger.unheard += try CensusStore.unheard(
                        announcer.plumbingSchema,
                        entry.type,
                        hearer.plumbingSchema,
                        hearer.rawValue,
                        in: tx
                    )
                }
            }
        }
        return ledger
    }
}
