import Postgres

/// A way to reach colleagues.
enum Channel: String, Sendable, CaseIterable, PostgresBindable, PostgresDecodable {
    case email
    case slack
}
