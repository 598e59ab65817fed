import Postgres

/// The database's error that `body` ends with; nil if it succeeds or fails otherwise.
func refusal<T>(_ body: () async throws -> T) async -> PostgresError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? PostgresError
    }
}
