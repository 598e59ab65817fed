public import Foundation
public import Postgres

/// Brings a database to the version of the files, each file in a transaction of its own.
public struct Migrator: Sendable {
    /// Schema changes take as long as they take, but must not queue behind a lock and hold up everybody else.
    private static let settings = [
        "statement_timeout": "0", "lock_timeout": "60s", "idle_in_transaction_session_timeout": "0",
    ]

    private let files: [MigrationFile]

    /// How far ``migrate(_:)`` brings each schema.
    public var heads: SchemaHeads { SchemaHeads(files) }

    /// - Parameters:
    ///   - directory: `infra/database/migrations`; the template `plumbing` stands beside it.
    ///   - heads: an earlier release's, to stop there.
    public init(directory: URL, upTo heads: SchemaHeads? = nil) throws {
        files = try MigrationFolder(directory).files.filter { heads?.reach($0) ?? true }
    }

    /// The migrations' folder: `FILON_MIGRATIONS`, or the first found from the executable's and the current
    /// directory upwards.
    public static func directory() throws -> URL {
        if let path = ProcessInfo.processInfo.environment["FILON_MIGRATIONS"] { return URL(fileURLWithPath: path) }
        let executable = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
        let current = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        for start in [executable, current].compactMap(\.self) {
            var place = start.standardizedFileURL
            while place.pathComponents.count > 1 {
                let folder = place.appendingPathComponent("infra/database/migrations")
                if FileManager.default.fileExists(atPath: folder.appendingPathComponent("order").path) { return folder }
                place = place.deletingLastPathComponent()
            }
        }
        throw MigrationError.missing
    }

    /// Applies what is missing, in order; a second run applies nothing. Runs at the same time take turns.
    /// - Returns: the files that this call applied.
    @discardableResult
    public func migrate(_ session: PostgresSession) async throws -> [MigrationFile] {
        try await session.transaction(settings: Self.settings) { tx in
            try MigrationStore.lock(in: tx)
            try MigrationStore.bootstrap(in: tx)
        }
        var applied: [MigrationFile] = []
        for (file, checksum) in try await missing(session) {
            if try await apply(file, checksum, session) { applied.append(file) }
        }
        return applied
    }

    /// The files that ``migrate(_:)`` would apply; changes nothing.
    public func pending(_ session: PostgresSession) async throws -> [MigrationFile] {
        try await missing(session).map(\.0)
    }

    private func missing(_ session: PostgresSession) async throws -> [(MigrationFile, String)] {
        let (checksums, records) = try await session.transaction { [files] tx in
            (try MigrationStore.checksums(of: files.map(\.text), in: tx), try MigrationStore.applied(in: tx))
        }
        try refuseNewer(records)
        let known = Dictionary(records.map { ("\($0.schema)/\($0.name)", $0.checksum) }, uniquingKeysWith: { $1 })
        return try zip(files, checksums).filter { file, checksum in
            guard let recorded = known["\(file.schema)/\(file.name)"] else { return true }
            guard recorded == checksum else { throw MigrationError.edited(schema: file.schema, name: file.name) }
            return false
        }
    }

    /// One step ahead is the state between migrating and deploying, which every version must run on.
    private func refuseNewer(_ records: [MigrationStore.Record]) throws {
        let known = Set(files.map { "\($0.schema)/\($0.name)" })
        let unknown = records.filter { !known.contains("\($0.schema)/\($0.name)") }
        for (schema, records) in Dictionary(grouping: unknown, by: \.schema) where records.count > 1 {
            throw MigrationError.newer(schema: schema, names: records.map(\.name).sorted())
        }
    }

    private func apply(_ file: MigrationFile, _ checksum: String, _ session: PostgresSession) async throws -> Bool {
        do {
            return try await session.transaction(settings: Self.settings) { tx in
                try MigrationStore.lock(in: tx)
                guard try !MigrationStore.isApplied(file, in: tx) else { return false }
                try tx.execute(unchecked: file.text)
                try MigrationStore.record(file, checksum: checksum, in: tx)
                return true
            }
        } catch let error as PostgresError {
            throw MigrationError.failed(schema: file.schema, name: file.name, error)
        }
    }
}
