import Migrations
import Postgres

/// Brings an empty database to this checkout's migrations. The benchmark's own tables come from its runner.
struct PrepareCommand {
    private let url: String

    init(_ options: inout Options) throws {
        url = try options.secret("BENCH_DATABASE_URL")
    }

    func run() async throws {
        let session = PostgresSession(PostgresConfig(url: url, applicationName: "messaging-bench"))
        try await Migrator(directory: Migrator.directory()).migrate(session)
        await session.close()
    }
}
