import Foundation
import HTTPClient
import MessagingSupport
import Postgres
import TestSupport

/// All of Filon's executables on a database, a virtual host and simulators of their own.
actor Installation {
    static let services = [
        "ingest", "enrichment", "scoring", "assignment", "pipeline-monitor", "notifier", "console",
    ]

    let database: TestDatabase
    let sessions: PostgresPool
    let folder: URL
    private let vhost: TestVhost
    private let ports: [String: Int]
    private let client = HTTPClient(userAgent: "filon-test")
    private var daemons: [String: Daemon] = [:]
    private var ingestToken = ""

    /// Starts everything, waits until it is ready, seeds colleagues with room for every lead.
    init() async throws {
        database = try await TestDatabase.make()
        vhost = try await TestVhost.make()
        sessions = PostgresPool(PostgresConfig(url: database.url), size: 2)
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("filon-journey-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let names = Self.services + ["provider-sandbox", "mail-sink", "smtp"]
        ports = Dictionary(uniqueKeysWithValues: zip(names, try FreePorts.choose(names.count)))
        try startSimulators()
        try await ready("provider-sandbox", "/_control")
        try await ready("mail-sink", "/messages")
        for service in Self.services { try start(service) }
        for service in Self.services { try await ready(service) }
        try await tool(["seed", try Roster.file(in: folder).path])
        let made = try await tool(["token", "create", "--kind", "ingest", "--name", "journey", "--json"])
        ingestToken = try JSONDecoder().decode([String: String].self, from: made)["token"] ?? ""
    }

    func tearDown() async {
        for daemon in daemons.values { try? await daemon.kill() }
        daemons = [:]
        await client.close()
        await sessions.close()
        await vhost.drop()
        await database.drop()
        try? FileManager.default.removeItem(at: folder)
    }

    func kill(_ service: String) async throws { try await daemons.removeValue(forKey: service)?.kill() }

    func restart(_ service: String) async throws {
        try start(service)
        try await ready(service)
    }

    func start(_ service: String) throws {
        daemons[service] = try Daemon(service, environment: environment(of: service), logs: folder)
    }

    /// Imports `list` and waits until every lead stands in an end state.
    func importing(_ list: URL) async throws -> Outcome {
        let file = folder.appendingPathComponent("summary-\(UUID().uuidString).json")
        try await tool(["import", "companies", list.path, "--wait", "--summary", file.path, "--patience", "90"])
        return try Outcome(summary: Data(contentsOf: file), mails: try await mails())
    }

    @discardableResult
    func tool(_ arguments: [String]) async throws -> Data {
        try await Tool.run(arguments, operatorEnvironment, logs: folder)
    }

    func get(_ name: String, _ path: String) async throws -> HTTPResponse {
        try await client.send(HTTPRequest(.get, url(name) + path, trust: .operatorConfigured))
    }

    /// What the mail server took.
    func mails() async throws -> [Mail] {
        try Outcome.decoder.decode([Mail].self, from: Data(try await get("mail-sink", "/messages").body))
    }

    private func startSimulators() throws {
        let data = Executables.fixtures.appendingPathComponent("sandbox.json").path
        daemons["provider-sandbox"] = try Daemon(
            "provider-sandbox",
            arguments: ["--port", "\(port("provider-sandbox"))", "--data", data],
            logs: folder
        )
        daemons["mail-sink"] = try Daemon(
            "mail-sink",
            arguments: ["--http-port", "\(port("mail-sink"))", "--smtp-port", "\(port("smtp"))"],
            logs: folder
        )
    }

    private func ready(_ name: String, _ path: String = "/health/ready") async throws {
        do {
            try await eventually("\(name) is ready", within: .seconds(30)) {
                (try? await get(name, path))?.status == 200
            }
        } catch {
            throw NotReady(name: name, log: daemons[name]?.lastWords ?? "")
        }
    }

    struct NotReady: Error, CustomStringConvertible {
        let name: String
        let log: String
        var description: String { "\(name) is not ready within 30 s; its log ends:\n\(log)" }
    }
}

extension Installation {
    private func port(_ name: String) -> Int { ports[name] ?? 0 }
    private func url(_ name: String) -> String { "http://127.0.0.1:\(port(name))" }

    private func environment(of service: String) -> [String: String] {
        [
            "FILON_DATABASE_URL": database.url(role: "filon_" + service.replacing("-", with: "_")),
            "FILON_AMQP_URL": vhost.url, "FILON_HTTP_BIND": "127.0.0.1:\(port(service))",
            "FILON_CONSOLE_URL": url("console"),
            "FILON_RECHERCHE_ENTREPRISES_URL": url("provider-sandbox") + "/recherche-entreprises",
            "FILON_RATIOS_INPI_BCE_URL": url("provider-sandbox") + "/ratios-inpi-bce",
            "FILON_RECHERCHE_ENTREPRISES_RATE": "100", "FILON_RATIOS_INPI_BCE_RATE": "100",
            "FILON_SLACK_URL": url("provider-sandbox") + "/slack/webhook", "FILON_NOTIFIER_SLACK_PER_SECOND": "100",
            "FILON_SMTP_URL": "smtp://127.0.0.1:\(port("smtp"))", "FILON_SMTP_FROM": "filon@filon.example",
            "FILON_NOTIFIER_DIGEST_SECONDS": "1",
        ]
    }

    private var operatorEnvironment: [String: String] {
        var variables = [
            "FILON_DATABASE_URL": database.url(role: "filon_operator"), "FILON_AMQP_URL": vhost.url,
            "FILON_INGEST_URL": url("ingest"), "FILON_CONSOLE_URL": url("console"), "FILON_INGEST_TOKEN": ingestToken,
        ]
        for service in Self.services {
            let name = service.uppercased().replacing("-", with: "_")
            variables["FILON_\(name)_HEALTH_URL"] = url(service) + "/health/ready"
        }
        return variables
    }
}
