import Foundation
import Postgres

enum RelayStore {
    /// Says that this instance's relay is alive, and forgets instances long gone.
    static func beat(_ instance: UUID, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO relay (instance) VALUES ($1)
            ON CONFLICT (instance) DO UPDATE SET seen_at = now()
            """,
            instance
        )
        try tx.execute("DELETE FROM relay WHERE seen_at < now() - interval '1 day'")
    }

    /// At a clean end: what is left in the outbox is anybody's at once.
    static func leave(_ instance: UUID, in tx: isolated PostgresSession) throws {
        try tx.execute("DELETE FROM relay WHERE instance = $1", instance)
    }

    static func createPartitions(in tx: isolated PostgresSession) throws {
        try tx.query("SELECT create_partitions()")
    }

    /// - Returns: whether there may be more to drop.
    static func dropOldPartition(in tx: isolated PostgresSession) throws -> Bool {
        try tx.query("SELECT drop_old_partition()").first?.value(0, as: Bool.self) ?? false
    }
}
