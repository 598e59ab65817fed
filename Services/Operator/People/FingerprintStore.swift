import Postgres

enum FingerprintStore {
    /// Lower-case hexadecimal SHA-256 of `bytes`.
    static func sha256(_ bytes: [UInt8], in tx: isolated PostgresSession) throws -> String {
        try tx.query("SELECT encode(sha256($1::bytea), 'hex')", bytes).first?.value(0, as: String.self) ?? ""
    }
}
