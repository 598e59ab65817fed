import Contracts
import Foundation
import Postgres

/// What a service says of rehearsals, through functions that let it say nothing else.
enum RehearsalStore {
    /// Marks the beginning of what came back once.
    /// - Returns: how often it began behind a mark; nil if nobody asks for it any more.
    static func begin(_ run: UUID, _ message: UUID, in tx: isolated PostgresSession) throws -> Int? {
        try tx.query("SELECT msg.rehearsal_begins($1, $2)", run, message).first?.value(0, as: Int?.self) ?? nil
    }

    static func tell(
        _ run: UUID,
        _ outcomes: [(message: UUID, json: [UInt8])],
        in tx: isolated PostgresSession
    ) throws {
        try tx.query(
            "SELECT msg.rehearsed($1, $2::uuid[], $3::jsonb[])",
            run,
            outcomes.map(\.message),
            outcomes.map { JSONB($0.json) }
        )
    }

    static func tell(
        _ run: UUID,
        _ service: ServiceName,
        _ name: String,
        _ decided: [DecidedAgain],
        in tx: isolated PostgresSession
    ) throws {
        try tx.query(
            "SELECT msg.decided_again($1, $2, $3, $4::uuid[], $5::text[], $6::jsonb[], $7::jsonb[])",
            run,
            service.rawValue,
            name,
            decided.map(\.id),
            decided.map(\.subject),
            decided.map { JSONB($0.then) },
            decided.map { JSONB($0.now) }
        )
    }

    /// - Parameter failure: why the rest cannot be decided; nil when all of it was.
    static func end(_ run: UUID, _ failure: String?, in tx: isolated PostgresSession) throws {
        try tx.query("SELECT msg.rehearsal_ends($1, $2)", run, failure)
    }
}
