import CSV
import Contracts
import Foundation
import Postgres

/// Receives one file piece by piece and keeps its rows, in memory that does not grow with the file. The import is real
/// once ``finish()`` has returned; until then nobody works on it, and an upload that breaks off is discarded.
struct ImportReceiver {
    static let fileBytesMax = 2 << 30
    private static let rowsMax = 1000
    private static let bytesMax = 4 << 20

    let database: PostgresPool
    let token: IngestToken
    let isDryRun: Bool
    var filename: String?
    private let id = UUIDv7.make()
    private var reader = FileReader()
    private var hash = SHA256()
    private var bytes = 0
    private var rows: [RawRow] = []
    private var rowBytes = 0
    private var stored = 0
    /// Rows that could not be read.
    private var refused = 0
    private var isCreated = false

    init(database: PostgresPool, token: IngestToken, isDryRun: Bool, filename: String?) {
        self.database = database
        self.token = token
        self.isDryRun = isDryRun
        self.filename = filename
    }

    /// - Throws: ``FileFault``, ``PostgresError``.
    mutating func feed(_ piece: some Collection<UInt8>) async throws {
        bytes += piece.count
        guard bytes <= ImportReceiver.fileBytesMax else { throw FileFault.tooLarge }
        hash.update(piece)
        try reader.feed(piece)
        try await takeRows()
    }

    /// - Returns: the import, or the earlier one of the same file.
    mutating func finish() async throws -> UUID {
        try reader.finish()
        try await takeRows()
        try await store()
        guard stored > 0 else { throw FileFault.empty }
        let (id, sha256, bytes, stored, refused) = (id, hash.finish(), bytes, stored, refused)
        let (token, isDryRun, encoding) = (token, isDryRun, reader.encoding ?? .utf8)
        return try await database.transaction { tx in
            if let twin = try ImportStore.twin(token: token.id, sha256: sha256, dryRun: isDryRun, in: tx) {
                try ImportStore.discard(id, in: tx)
                return twin
            }
            try ImportStore.complete(
                id,
                sha256: sha256,
                bytes: bytes,
                encoding: encoding.rawValue,
                rows: stored,
                refused: refused,
                in: tx
            )
            return id
        }
    }

    /// Forgets what was kept of an upload that broke off. Should that fail too, the sweep does it.
    func discard() async {
        guard isCreated else { return }
        let id = id
        _ = try? await database.transaction { tx in try ImportStore.discard(id, in: tx) }
    }

    private mutating func takeRows() async throws {
        while let row = try reader.next() {
            rowBytes += row.cells.reduce(64) { $0 + $1.utf8.count }
            rows.append(row)
            if rows.count >= ImportReceiver.rowsMax || rowBytes >= ImportReceiver.bytesMax { try await store() }
        }
    }

    private mutating func store() async throws {
        guard !rows.isEmpty, let plan = reader.columns, let dialect = reader.dialect else { return }
        let (id, token, rows, isCreated) = (id, token, rows, isCreated)
        let (isDryRun, filename) = (isDryRun, filename.map { String($0.unicodeScalars.prefix(255)) })
        let delimiter = String(UnicodeScalar(dialect.delimiter))
        try await database.transaction { tx in
            if !isCreated {
                try ImportStore.create(
                    id,
                    token: token,
                    filename: filename,
                    dryRun: isDryRun,
                    plan: plan,
                    delimiter: delimiter,
                    in: tx
                )
            }
            try ImportRowStore.add(rows, to: id, department: token.department, in: tx)
        }
        self.isCreated = true
        stored += rows.count
        refused += rows.count { $0.fault != nil }
        self.rows.removeAll(keepingCapacity: true)
        rowBytes = 0
    }
}
