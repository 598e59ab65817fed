import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Table `provider_calls`: the ledger. A paid call stands in it before it leaves.
enum CallStore {
    /// How long a paid call may be on its way before its answer counts as lost.
    static let patience = Duration.seconds(120)
    /// How long a lost answer keeps the same call from being paid again by itself.
    static let memory = Duration.seconds(30 * 86_400)

    static func append(_ calls: [ProviderCall], in tx: isolated PostgresSession) throws {
        guard !calls.isEmpty else { return }
        try tx.enqueue(
            """
            INSERT INTO provider_calls (id, provider, siren, operation, at, status, outcome, duration_ms, cost_cents,
                company_id)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::integer[],
                $7::text[], $8::integer[], $9::integer[], $10::uuid[])
            """,
            calls.map(\.id),
            calls.map(\.step.provider),
            calls.map(\.siren?.text),
            calls.map(\.step.question),
            calls.map(\.at),
            calls.map { $0.status.map { Int32($0) } },
            calls.map(\.outcome.rawValue),
            calls.map { Int32(clamping: $0.durationMs) },
            calls.map { Int32($0.costCents) },
            calls.map(\.company?.rawValue)
        )
    }

    /// What stands in the way of paying for an answer.
    enum Obstacle: Sendable {
        case underway
        case perhapsPaid
    }

    /// Notes a paid call before it leaves; the same question is not paid for twice.
    /// - Parameter isAsked: a person asks, who may pay again for an answer that was lost.
    /// - Returns: nil if it may go.
    static func sendAhead(
        _ call: ProviderCall,
        isAsked: Bool,
        in tx: isolated PostgresSession
    ) throws -> Obstacle? {
        try loseOld(call, in: tx)
        if !isAsked, try isPerhapsPaid(call, in: tx) { return .perhapsPaid }
        let rows = try tx.query(
            """
            INSERT INTO provider_calls (id, provider, siren, operation, at, outcome, duration_ms, cost_cents)
            VALUES ($1, $2, $3, $4, $5, 'sent', 0, $6)
            ON CONFLICT (provider, operation, siren) WHERE outcome = 'sent' DO NOTHING RETURNING id
            """,
            call.id,
            call.step.provider,
            call.siren?.text,
            call.step.question,
            call.at,
            call.priceCents
        )
        return rows.isEmpty ? .underway : nil
    }

    /// A call that is on its way for too long: its process is gone.
    private static func loseOld(_ call: ProviderCall, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            UPDATE provider_calls SET outcome = 'perhaps_paid'
            WHERE provider = $1 AND operation = $2 AND siren = $3 AND outcome = 'sent'
                AND id <> $5 AND at < $4::timestamptz - $6::interval
            """,
            call.step.provider,
            call.step.question,
            call.siren?.text,
            call.at,
            call.id,
            patience
        )
    }

    private static func isPerhapsPaid(_ call: ProviderCall, in tx: isolated PostgresSession) throws -> Bool {
        try tx.query(
            """
            SELECT FROM provider_calls
            WHERE siren = $3 AND provider = $1 AND operation = $2 AND cost_cents > 0
                AND outcome IN ('perhaps_paid', 'unreadable') AND at > $4::timestamptz - $5::interval LIMIT 1
            """,
            call.step.provider,
            call.step.question,
            call.siren?.text,
            call.at,
            memory
        ).isEmpty == false
    }

    /// Undoes ``sendAhead(_:isAsked:in:)`` for a call that may not leave after all.
    static func takeBack(_ call: ProviderCall, in tx: isolated PostgresSession) throws {
        try tx.enqueue("DELETE FROM provider_calls WHERE id = $1", call.id)
    }

    /// What became of a paid call.
    static func settle(_ call: ProviderCall, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            "UPDATE provider_calls SET status = $2, outcome = $3, duration_ms = $4, cost_cents = $5 WHERE id = $1",
            call.id,
            call.status,
            call.outcome.rawValue,
            call.durationMs,
            call.costCents
        )
    }

    /// Cents that each SIREN has cost since its moment.
    static func spent(
        _ companies: [(siren: SIREN, since: Date)],
        in tx: isolated PostgresSession
    ) throws -> [Int] {
        try tx.query(
            """
            SELECT (SELECT coalesce(sum(cost_cents), 0)::bigint FROM provider_calls AS c
                WHERE c.siren = asked.siren AND c.at >= asked.since AND c.cost_cents > 0)
            FROM unnest($1::text[], $2::timestamptz[]) WITH ORDINALITY AS asked (siren, since, place) ORDER BY place
            """,
            companies.map(\.siren.text),
            companies.map(\.since)
        ).values(as: Int.self)
    }

    /// Removes lines older than `limit` rows allow for at once; what a call cost is summed by day elsewhere.
    static func throwAway(before moment: Date, limit: Int, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            DELETE FROM provider_calls WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM provider_calls WHERE at < $1 LIMIT $2::bigint))
            """,
            moment,
            limit
        )
    }
}
