import Postgres

extension PostgresError {
    /// The statement failed for what the rows hold: a bind, a data exception (class 22) or a constraint (class 23).
    var isOfRows: Bool {
        if code == .binding || code == .decoding { return true }
        return code == .statement && ["22", "23"].contains(String(sqlState?.prefix(2) ?? ""))
    }
}
