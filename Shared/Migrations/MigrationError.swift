public import Postgres

/// Why the database cannot be brought to, or used at, the files' version.
public enum MigrationError: Error, Sendable, CustomStringConvertible {
    /// No folder of migrations was found where one may be.
    case missing
    /// The folder contradicts itself.
    case folder(String)
    /// A file was changed after it had been applied.
    case edited(schema: String, name: String)
    /// The database has migrations, more than one in a schema, that the files lack.
    case newer(schema: String, names: [String])
    /// The server refused a file; nothing of it was kept.
    case failed(schema: String, name: String, PostgresError)

    public var description: String {
        switch self {
        case .missing: "no infra/database/migrations found; set FILON_MIGRATIONS to the folder"
        case .folder(let problem): "migrations: \(problem)"
        case .edited(let schema, let name):
            "migration \(schema)/\(name) was edited after it had been applied; restore it and add a new file"
        case .newer(let schema, let names):
            "the database is newer than this version: \(schema) has \(names.joined(separator: ", ")); deploy a newer one"
        case .failed(let schema, let name, let error): "migration \(schema)/\(name) failed: \(error)"
        }
    }
}
