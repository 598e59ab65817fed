import Foundation
import Postgres

/// Table `provider_sessions`: one login for all replicas.
enum SessionStore {
    enum Place: Sendable {
        case open(ProviderSession)
        /// This replica is to log in.
        case yours
        /// Another one is logging in.
        case others
    }

    /// Where the end of a login is told; the payload is the provider.
    static let channel = "enrichment_session"
    /// How long a login may take before another replica may try.
    private static let patience = Duration.seconds(30)

    static func place(of provider: String, at now: Date, in tx: isolated PostgresSession) throws -> Place {
        if let session = try open(at: provider, now, in: tx) { return .open(session) }
        // Another's login may end between the two statements: what it opened is not opened again.
        let taken = try tx.query(
            """
            INSERT INTO provider_sessions AS old (provider, opening_until)
            VALUES ($1, clock_timestamp() + $2::interval)
            ON CONFLICT (provider) DO UPDATE SET opening_until = excluded.opening_until
            WHERE coalesce(old.opening_until, '-infinity') < clock_timestamp()
                AND (old.token IS NULL OR old.valid_until <= $3)
            RETURNING 1::bigint
            """,
            provider,
            patience,
            now
        )
        if !taken.isEmpty { return .yours }
        return try open(at: provider, now, in: tx).map(Place.open) ?? .others
    }

    private static func open(
        at provider: String,
        _ now: Date,
        in tx: isolated PostgresSession
    ) throws -> ProviderSession? {
        let rows = try tx.query(
            "SELECT token, valid_until FROM provider_sessions WHERE provider = $1 AND valid_until > $2 AND token IS NOT NULL",
            provider,
            now
        )
        let found = try rows.first?.decode(String.self, Date.self)
        return found.map { ProviderSession(token: $0.0, validUntil: $0.1) }
    }

    static func opened(_ session: ProviderSession?, at provider: String, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            "UPDATE provider_sessions SET token = $2, valid_until = $3, opening_until = NULL WHERE provider = $1",
            provider,
            session?.token,
            session?.validUntil
        )
        try tx.enqueue("SELECT pg_notify($1, $2)", channel, provider)
    }

    /// Forgets a token that is no longer taken, unless another replica has a newer one already.
    static func refused(_ session: ProviderSession, at provider: String, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            "UPDATE provider_sessions SET token = NULL WHERE provider = $1 AND token = $2",
            provider,
            session.token
        )
    }
}
