import Foundation
import Migrations
import Postgres
import Testing

@Suite struct MigratorTests {
    /// A folder like `infra/database`, removed afterwards.
    private struct Folder {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        var directory: URL { root.appendingPathComponent("migrations") }

        func write(_ files: [String: String]) throws {
            for (path, text) in files {
                let file = root.appendingPathComponent(path)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                try text.write(to: file, atomically: true, encoding: .utf8)
            }
        }
    }

    private static let files = [
        "migrations/order": "base\nsales\n",
        "migrations/base/0001_schemas.sql": "CREATE SCHEMA sales;",
        "migrations/sales/0001_deals.sql":
            "CREATE TABLE sales.deal (id int); INSERT INTO sales.inbox VALUES (';', 'r');",
        "plumbing/schemas": "sales filon_console\n",
        "plumbing/0001_inbox.sql": "CREATE TABLE {{schema}}.inbox (id text, role text DEFAULT '{{role}}')",
    ]

    private func with(_ body: (Folder, PostgresSession) async throws -> Void) async throws {
        let folder = Folder()
        defer { try? FileManager.default.removeItem(at: folder.root) }
        try folder.write(Self.files)
        try await Database.with { database in try await body(folder, database.session()) }
    }

    @Test func filesAreAppliedInOrderAndOnce() async throws {
        try await with { folder, session in
            let migrator = try Migrator(directory: folder.directory)
            #expect(try await migrator.pending(session).count == 3)
            let applied = try await migrator.migrate(session)
            #expect(
                applied.map { "\($0.schema)/\($0.name)" } == [
                    "base/0001_schemas.sql", "sales/plumbing/0001_inbox.sql", "sales/0001_deals.sql",
                ]
            )
            #expect(try await migrator.migrate(session).isEmpty)
            #expect(try await migrator.pending(session).isEmpty)
            try folder.write(["migrations/sales/0002_more.sql": "ALTER TABLE sales.deal ADD COLUMN name text"])
            let more = try Migrator(directory: folder.directory)
            #expect(try await more.migrate(session).map(\.number) == [2])
            #expect(try await migrator.migrate(session).isEmpty, "one step newer is the state before a deployment")
        }
    }

    @Test func simultaneousRunsApplyEachFileOnce() async throws {
        let folder = Folder()
        defer { try? FileManager.default.removeItem(at: folder.root) }
        try folder.write(Self.files)
        try await Database.with { database in
            let migrator = try Migrator(directory: folder.directory)
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { try await migrator.migrate(database.session()).count } }
                return try await group.reduce(0, +)
            }
            #expect(counts == 3)
        }
    }

    @Test func editedFileIsNamed() async throws {
        try await with { folder, session in
            try await Migrator(directory: folder.directory).migrate(session)
            try folder.write(["migrations/sales/0001_deals.sql": "SELECT 1"])
            let edited = try Migrator(directory: folder.directory)
            let error = await #expect(throws: MigrationError.self) { try await edited.migrate(session) }
            #expect("\(try #require(error))".contains("sales/0001_deals.sql was edited"))
        }
    }

    @Test func databaseTwoStepsNewerIsRefused() async throws {
        try await with { folder, session in
            let old = try Migrator(directory: folder.directory)
            try folder.write(["migrations/sales/0002_a.sql": "SELECT 1", "migrations/sales/0003_b.sql": "SELECT 1"])
            try await Migrator(directory: folder.directory).migrate(session)
            let error = await #expect(throws: MigrationError.self) { try await old.migrate(session) }
            #expect("\(try #require(error))".contains("newer"))
        }
    }

    @Test func failingFileLeavesNothingOfItself() async throws {
        try await with { folder, session in
            try folder.write(["migrations/sales/0001_deals.sql": "CREATE TABLE sales.deal (id int); SELECT 1/0;"])
            let broken = try Migrator(directory: folder.directory)
            let error = await #expect(throws: MigrationError.self) { try await broken.migrate(session) }
            #expect("\(try #require(error))".contains("sales/0001_deals.sql failed"))
            #expect(try await session.query("SELECT to_regclass('sales.deal') IS NULL").values(as: Bool.self) == [true])
            #expect(try await broken.pending(session).map(\.name) == ["0001_deals.sql"])
        }
    }

    @Test func folderThatForgetsASchemaIsRefused() async throws {
        let folder = Folder()
        defer { try? FileManager.default.removeItem(at: folder.root) }
        try folder.write(Self.files)
        try folder.write(["migrations/stray/0001_x.sql": "SELECT 1"])
        #expect(throws: MigrationError.self) { try Migrator(directory: folder.directory) }
    }
}
