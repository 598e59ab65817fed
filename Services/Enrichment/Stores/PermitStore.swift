import Postgres

/// Table `load_permits`: who may hand over a bulk file.
enum PermitStore {
    /// How long a permit waits for its file to begin.
    private static let patience = Duration.seconds(600)

    /// - Parameter hash: SHA-256 of the secret, 64 hexadecimal digits. Asking again changes nothing.
    static func grant(_ hash: String, for provider: String, in tx: isolated PostgresSession) throws {
        try tx.enqueue("DELETE FROM load_permits WHERE valid_until < now()")
        try tx.enqueue(
            """
            INSERT INTO load_permits (hash, provider, valid_until)
            VALUES (decode($1, 'hex'), $2, now() + $3::interval) ON CONFLICT (hash) DO NOTHING
            """,
            hash,
            provider,
            patience
        )
    }

    /// Uses a permit up.
    /// - Returns: false for a secret that opens nothing (any more).
    static func take(_ secret: String, for provider: String, in tx: isolated PostgresSession) throws -> Bool {
        try tx.query(
            """
            DELETE FROM load_permits
            WHERE hash = sha256(convert_to($1, 'UTF8')) AND provider = $2 AND valid_until >= now() RETURNING 1::bigint
            """,
            secret,
            provider
        ).isEmpty == false
    }
}
