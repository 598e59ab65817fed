import Contracts
import Foundation
import Postgres

/// Who is never written to, and what is no longer kept. Of several reasons the earliest stays.
enum SuppressionStore {
    /// Colleagues are no longer sent to the company either.
    static func suppress(
        company: CompanyID,
        source: String,
        at: Date,
        in tx: isolated PostgresSession
    ) throws {
        try keep("company", of: company.description, source, at, in: tx)
        try tx.execute(
            """
            UPDATE messages SET state = 'suppressed', state_reason = 'opposed', ended_at = $2
            WHERE company_id = $1 AND state = 'pending' AND (recipient_kind = 'prospect'
                OR kind = ANY($3::text[]))
            """,
            company.rawValue,
            at,
            MessageKind.chases
        )
    }

    static func suppress(contact: ContactID, source: String, at: Date, in tx: isolated PostgresSession) throws {
        try keep("contact", of: contact.description, source, at, in: tx)
    }

    private static func keep(
        _ kind: String,
        of text: String,
        _ source: String,
        _ at: Date,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            INSERT INTO suppressions (kind, fingerprint, reason, source, recorded_at)
            VALUES ($1, sha256(convert_to($2, 'UTF8')), 'objection', $3, $4)
            ON CONFLICT (kind, fingerprint) DO UPDATE SET source = excluded.source, recorded_at = excluded.recorded_at
            WHERE excluded.recorded_at < suppressions.recorded_at
            """,
            kind,
            text,
            source,
            at
        )
    }

    static func suppress(
        address: Fingerprint,
        reason: String,
        source: String,
        at: Date,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            INSERT INTO suppressions (kind, fingerprint, reason, source, recorded_at) VALUES ('address', $1, $2, $3, $4)
            ON CONFLICT (kind, fingerprint)
                DO UPDATE SET reason = excluded.reason, source = excluded.source, recorded_at = excluded.recorded_at
            WHERE (excluded.recorded_at, excluded.reason) < (suppressions.recorded_at, suppressions.reason)
            """,
            address.bytes,
            reason,
            source,
            at
        )
        try tx.execute(
            """
            UPDATE messages SET state = 'suppressed', state_reason = 'opposed', ended_at = $2
            WHERE address_fingerprint = $1 AND recipient_kind = 'prospect' AND state = 'pending'
            """,
            address.bytes,
            at
        )
    }

    /// The row stays as proof of what was done; address and text go.
    static func eraseText(writtenTo address: Fingerprint, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            UPDATE messages SET address = NULL, subject = NULL, notice = NULL, body_text = NULL, body_html = NULL
            WHERE address_fingerprint = $1
            """,
            address.bytes
        )
    }

    /// A sole trader's company carries the person's name. What is still to be sent keeps its text until then.
    /// Erasures are rare: this reads the whole table rather than burden every message with an index.
    static func eraseText(
        about company: CompanyID,
        in department: DepartmentID?,
        _ tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            UPDATE messages SET subject = NULL, notice = NULL, body_text = NULL, body_html = NULL
            WHERE company_id = $1 AND ended_at IS NOT NULL AND ($2::text IS NULL OR department_id = $2)
            """,
            company.rawValue,
            department?.rawValue
        )
    }
}
