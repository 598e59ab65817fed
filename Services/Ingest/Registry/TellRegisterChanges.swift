import Contracts
import Messaging
import Postgres

/// Has enrichment look again at companies whose state or diffusion changed in the register: what is believed of them
/// otherwise stands for a month.
enum TellRegisterChanges {
    /// Companies at a round: the looks stay under their provider's pace, and wait in its queue.
    static let round = 200

    static let schedule = Schedule("ingest.tell-register-changes", .every(.seconds(5))) { _, tx in try tell(in: tx) }

    static func tell(in tx: isolated PostgresSession) throws -> [any Event] {
        try RegistryNewsStore.take(limit: round, in: tx).map { company in
            EnrichmentRequested(
                companyID: company,
                actor: ServiceName.ingest.rawValue,
                reason: EnrichmentRequested.registerChanged
            )
        }
    }
}
