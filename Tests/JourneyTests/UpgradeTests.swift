import Foundation
import InstallationSupport
import MessagingSupport
import Postgres
import TestSupport
import Testing

/// What colleagues did with an earlier release goes on with this one. `Tests/Fixtures/releases` holds, for each release,
/// what its services left in the database after ``UpgradeTests/list``; `infra/scripts/release` writes it.
@Suite(.serialized) struct UpgradeTests {
    private static let folder = Executables.checkout.appendingPathComponent("Tests/Fixtures/releases")

    /// The releases that data are kept of.
    static let releases: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".sql") }.map { String($0.dropLast(4)) }.sorted()
    }()

    /// One of each kind: known and unknown turnover, ceased, refused, not identified, and one that two lines name.
    private static let lines = [0, 2, 12, 20, 30, 34, 39, 47]

    @Test func thereIsDataOfAnEarlierRelease() { #expect(Self.releases.contains("0.1.0")) }

    @Test(arguments: UpgradeTests.releases)
    func whatAnEarlierReleaseLeftGoesOn(release: String) async throws {
        let database = try await TestDatabase.make(release: release)
        let file = Self.folder.appendingPathComponent("\(release).sql")
        try await Command.run(
            ["/usr/bin/psql", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-f", file.path, database.url]
        )
        let columns = try await columns(database)
        let before = try await hashes(database, of: columns)
        #expect(Set(before.values).count > 25, "the data fill most tables")
        let logs = FileManager.default.temporaryDirectory
        try await Tool.run(["migrate"], ["FILON_DATABASE_URL": database.url], logs: logs)
        let after = try await hashes(database, of: columns)
        let lost = before.filter { $0.key != "msg.migrations" && after[$0.key] != $0.value }.map(\.key)
        #expect(lost.isEmpty, "no row of these was to change: \(lost.sorted())")

        let filon = try await Installation(on: database)
        do {
            let old = try await leads(filon)
            #expect(old.count == Self.lines.count - 2, "one is refused, two are the same")
            // The same list is an old acquaintance; one company more comes to an end like any other.
            let list = try Self.list(
                in: filon.folder,
                adding: ["\(ProspectList.siren(7));Entreprise nouvelle;69003;LYON"]
            )
            let outcome = try await filon.importing(list)
            #expect(outcome.companies.contains { $0.name == "Entreprise nouvelle" && $0.state != "unassignable" })
            let new = try await leads(filon)
            #expect(new.filter { old[$0.key] != nil } == old, "nobody's owner and score changed")
            #expect(new.count == old.count + 1)
            try await filon.tool(["status"])
        } catch {
            await filon.tearDown()
            throw error
        }
        await filon.tearDown()
    }

    /// Not a test of anything: how `infra/scripts/release` makes the data of the release that this is.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["FILON_RELEASE"] != nil))
    func writeTheDataOfThisRelease() async throws {
        let release = try #require(ProcessInfo.processInfo.environment["FILON_RELEASE"])
        let filon = try await Installation(on: try await TestDatabase.make(release: release))
        do {
            let outcome = try await filon.importing(try Self.list(in: filon.folder))
            #expect(!outcome.companies.isEmpty)
            for service in Installation.services { try await filon.terminate(service) }
            let file = Self.folder.appendingPathComponent("\(release).sql")
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            let dump = try await Command.run(
                [
                    "/usr/bin/pg_dump", "--data-only", "--inserts", "--rows-per-insert=100", "--disable-triggers",
                    "--load-via-partition-root", "--exclude-table-data=msg.migrations",
                    "--exclude-table-data=msg.schema_roles", "--exclude-table-data=*.lease",
                    "--exclude-table-data=*.relay",
                    "--exclude-table-data=people.roles", "--exclude-table-data=pipeline.kpi_definitions",
                    "--exclude-table-data=enrichment.cached_replies", "-d", filon.database.url,
                ]
            )
            let head = "-- What release \(release) left after UpgradeTests.list; written by infra/scripts/release.\n"
            // A day's partition is not there when another day upgrades; rows go through their table.
            let text = dump.split(separator: "\n").filter {
                !$0.hasPrefix("--") && !$0.hasPrefix("pg_dump:") && !$0.contains(/_[0-9]{8} (DIS|EN)ABLE TRIGGER ALL;/)
            }
            try Data((head + text.joined(separator: "\n") + "\n").utf8).write(to: file)
        } catch {
            await filon.tearDown()
            throw error
        }
        await filon.tearDown()
    }

    /// Some lines of the demonstration's list.
    private static func list(in folder: URL, adding more: [String] = []) throws -> URL {
        let rows = try String(contentsOf: ProspectList.demonstration, encoding: .utf8).split(separator: "\n")
        let chosen = [rows[0]] + lines.map { rows[$0 + 1] } + more.map { Substring($0) }
        let file = folder.appendingPathComponent("upgrade.csv")
        try Data((chosen.joined(separator: "\n") + "\n").utf8).write(to: file)
        return file
    }

    private func columns(_ database: TestDatabase) async throws -> [String: String] {
        try await database.withSession { session in
            try await session.transaction { tx in try TraceStore.columns(in: tx) }
        }
    }

    private func hashes(_ database: TestDatabase, of columns: [String: String]) async throws -> [String: String] {
        try await database.withSession { session in
            try await session.transaction { tx in try TraceStore.hashes(in: tx, of: columns) }
        }
    }

    private func leads(_ filon: Installation) async throws -> [String: String] {
        try await filon.sessions.transaction { tx in try TraceStore.leads(in: tx) }
    }
}
