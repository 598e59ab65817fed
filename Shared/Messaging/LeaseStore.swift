public import Foundation
import Postgres

/// The right to run a single-runner job, for a time.
public struct Lease: Sendable, Equatable {
    public let name: String
    public let holder: UUID
    /// Grows with every takeover.
    public let epoch: Int64
}

/// A write was attempted under a lease that another instance has taken over.
public struct LeaseLost: DescribesItselfSafely, CustomStringConvertible {
    public let name: String
    public var description: String { "the lease \(name) was taken over" }
}

enum LeaseStore {
    /// Takes the lease if it is free or ours, for `duration` from now. Nobody waits for whoever is at work under it, however
    /// long that takes.
    static func acquire(
        _ name: String,
        holder: UUID,
        for duration: Duration,
        in tx: isolated PostgresSession
    ) throws -> Lease? {
        let isAtWork = try tx.query(
            """
            SELECT EXISTS (SELECT FROM lease WHERE name = $1)
                AND NOT EXISTS (SELECT FROM (SELECT name FROM lease WHERE name = $1 FOR UPDATE SKIP LOCKED) AS free)
            """,
            name
        ).first?.value(0, as: Bool.self)
        guard isAtWork != true else { return nil }
        let rows = try tx.query(
            """
            INSERT INTO lease AS l (name, holder, epoch, until)
            VALUES ($1, $2, 1, now() + make_interval(secs => $3::float8))
            ON CONFLICT (name) DO UPDATE SET
                holder = excluded.holder, until = excluded.until,
                epoch = CASE WHEN l.holder = excluded.holder AND l.until > now() THEN l.epoch ELSE l.epoch + 1 END
            WHERE l.holder = excluded.holder OR l.until <= now() OR l.holder IS NULL
            RETURNING epoch
            """,
            name,
            holder,
            duration.seconds
        )
        return try rows.first.map { Lease(name: name, holder: holder, epoch: try $0.value(0, as: Int64.self)) }
    }

    /// Refuses to go on when another instance has taken over, also for one that was paused and woke up late.
    static func check(_ lease: Lease, in tx: isolated PostgresSession) throws {
        let rows = try tx.query(
            "SELECT 1 FROM lease WHERE name = $1 AND holder = $2 AND epoch = $3 FOR SHARE",
            lease.name,
            lease.holder,
            lease.epoch
        )
        if rows.isEmpty { throw LeaseLost(name: lease.name) }
    }

    static func lastRun(_ name: String, in tx: isolated PostgresSession) throws -> Date? {
        try tx.query("SELECT last_run_at FROM lease WHERE name = $1", name).first?.value(0, as: Date?.self) ?? nil
    }

    static func completed(_ lease: Lease, in tx: isolated PostgresSession) throws {
        try tx.execute(
            "UPDATE lease SET last_run_at = now() WHERE name = $1 AND holder = $2 AND epoch = $3",
            lease.name,
            lease.holder,
            lease.epoch
        )
    }

    static func release(holder: UUID, in tx: isolated PostgresSession) throws {
        try tx.execute("UPDATE lease SET until = now() WHERE holder = $1", holder)
    }
}
