public import Foundation
public import HTTPClient
public import MessagingSupport
public import Postgres
public import ScriptedPeers
public import TestSupport

/// All of Filon's executables on a database, a virtual host and simulators of their own.
public actor Installation {
    public static let services = [
        "ingest", "enrichment", "scoring", "assignment", "pipeline-monitor", "notifier", "console",
    ]

    /// Networks that services reach their servers through, for tests that harm these.
    public struct Networks: Sendable {
        public let broker: FaultProxy
        public let database: FaultProxy

        public init(broker: FaultProxy, database: FaultProxy) {
            self.broker = broker
            self.database = database
        }
    }

    public nonisolated let database: TestDatabase
    public nonisolated let sessions: PostgresPool
    public nonisolated let folder: URL
    public nonisolated let vhost: TestVhost
    private let networks: Networks?
    private let settings: [String: String]
    private let held: HeldPorts
    private let ports: [String: Int]
    private let client = HTTPClient(userAgent: "filon-test")
    private var daemons: [String: Daemon] = [:]
    private var replicas: [String: (daemon: Daemon, port: HeldPorts)] = [:]
    private var ingestToken = ""

    /// Starts everything, waits until it is ready, seeds colleagues with room for every lead.
    /// - Parameters:
    ///   - networks: what lies between the services and their servers; nil: nothing.
    ///   - settings: of all services, beside or instead of those that every installation has; `{sandbox}` stands for the
    ///     providers' address.
    ///   - used: a database that somebody worked with, brought to this release here; nil: a new one. It ends with the
    ///     installation.
    public init(
        through networks: Networks? = nil,
        settings: [String: String] = [:],
        on used: TestDatabase? = nil
    ) async throws {
        (self.networks, self.settings) = (networks, settings)
        if let used { database = used } else { database = try await TestDatabase.make() }
        vhost = try await TestVhost.make()
        sessions = PostgresPool(PostgresConfig(url: database.url), size: 2)
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("filon-journey-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let names = Self.services + ["provider-sandbox", "mail-sink", "smtp"]
        held = try HeldPorts(names.count)
        ports = Dictionary(uniqueKeysWithValues: zip(names, held.numbers))
        try await sessions.withSession { try await CensusStore.install($0) }
        try startSimulators()
        try await ready("provider-sandbox", "/_control")
        try await ready("mail-sink", "/messages")
        try await BrokerOpening.migrate(database, vhost, Self.services + ["operator"], in: folder)
        for service in Self.services { try start(service) }
        for service in Self.services { try await ready(service) }
        try await tool(["seed", try Roster.file(in: folder).path])
        let made = try await tool(["token", "create", "--kind", "ingest", "--name", "journey", "--json"])
        ingestToken = try JSONDecoder().decode([String: String].self, from: made)["token"] ?? ""
    }

    /// Ends all of it and removes what it wrote.
    public func tearDown() async {
        for daemon in daemons.values + replicas.values.map(\.daemon) { try? await daemon.kill() }
        (daemons, replicas) = ([:], [:])
        held.release()
        await client.close()
        await sessions.close()
        await vhost.drop()
        await database.drop()
        try? FileManager.default.removeItem(at: folder)
    }

    /// SIGKILL.
    public func kill(_ service: String) async throws { try await daemons.removeValue(forKey: service)?.kill() }

    /// SIGTERM, and the end that a service promises within 10 s; where others keep the machine busy, it takes longer.
    public func terminate(_ service: String) async throws {
        try await daemons.removeValue(forKey: service)?.terminate()
    }

    /// Stops a service in the middle of whatever it does, until ``resume(_:)``.
    public func pause(_ service: String) throws { try daemons[service]?.pause() }

    public func resume(_ service: String) throws { try daemons[service]?.resume() }

    /// Starts a second one of each of these beside the first, and waits until they are ready.
    public func double(_ services: [String]) async throws {
        for service in services {
            let held = try HeldPorts(1)
            let port = held.numbers[0]
            let settings = ["FILON_HTTP_BIND": "127.0.0.1:\(port)"]
            let environment = environment(of: service).merging(settings) { $1 }
            replicas[service] = (try Daemon(service, environment: environment, logs: folder), held)
            try await eventually("the second \(service) is ready", within: .seconds(30)) {
                let request = HTTPRequest(.get, "http://127.0.0.1:\(port)/health/ready", trust: .operatorConfigured)
                return (try? await client.send(request))?.status == 200
            }
        }
    }

    /// Returns when every service says that it is ready.
    public func allReady(within limit: Duration) async throws {
        for service in Self.services { try await ready(service, within: limit) }
    }

    /// The most that a running service has kept in memory, in MiB.
    public var peakMemory: [String: Int] {
        Dictionary(
            uniqueKeysWithValues: Self.services.compactMap { name in daemons[name]?.peakMemory.map { (name, $0) } }
        )
    }

    public func restart(_ service: String) async throws {
        try start(service)
        try await ready(service)
    }

    public func start(_ service: String) throws {
        daemons[service] = try Daemon(service, environment: environment(of: service), logs: folder)
    }

    /// Hands `list` over, as the operator's tool does; durable when this returns.
    public func submit(_ list: URL) async throws {
        var request = HTTPRequest(
            .post,
            url("ingest") + "/v1/imports?filename=\(list.lastPathComponent)",
            headers: ["authorization": "Bearer \(ingestToken)", "content-type": "text/csv"],
            body: [UInt8](try Data(contentsOf: list)),
            trust: .operatorConfigured
        )
        request.deadline = .seconds(30)
        let response = try await client.send(request)
        guard response.status == 202 else { throw NotTaken(status: response.status) }
    }

    struct NotTaken: Error, CustomStringConvertible {
        let status: Int
        var description: String { "ingest answered a list with \(status)" }
    }

    /// What the services' tables say of every import so far.
    public func ledger() async throws -> Ledger {
        try await sessions.transaction { tx in try ImportStore.ledger(in: tx) }
    }

    /// Imports `list` and waits until every lead stands in an end state.
    public func importing(_ list: URL, patience: Int = 90) async throws -> Outcome {
        let file = folder.appendingPathComponent("summary-\(UUID().uuidString).json")
        try await tool([
            "import", "companies", list.path, "--wait", "--summary", file.path, "--patience", "\(patience)",
        ])
        return try Outcome(summary: Data(contentsOf: file), mails: try await mails())
    }

    /// One run of `filon` under the operator's settings; what it printed.
    /// - Parameters:
    ///   - settings: in place of the operator's own.
    ///   - condition: once it holds, the run gets SIGKILL.
    @discardableResult
    public func tool(
        _ arguments: [String],
        settings: [String: String] = [:],
        killedOnce condition: (@Sendable () async throws -> Bool)? = nil
    ) async throws -> Data {
        let environment = operatorEnvironment.merging(settings) { $1 }
        return try await Tool.run(arguments, environment, logs: folder, killedOnce: condition)
    }

    public func get(_ name: String, _ path: String) async throws -> HTTPResponse {
        try await client.send(HTTPRequest(.get, url(name) + path, trust: .operatorConfigured))
    }

    /// Any request to a service's own HTTP.
    public func send(
        _ method: HTTPMethod,
        _ name: String,
        _ path: String,
        headers: HTTPHeaders,
        body: [UInt8]? = nil
    ) async throws -> HTTPResponse {
        try await client.send(
            HTTPRequest(method, url(name) + path, headers: headers, body: body, trust: .operatorConfigured)
        )
    }

    /// What the mail server took.
    public func mails() async throws -> [Mail] {
        try Outcome.decoder.decode([Mail].self, from: Data(try await get("mail-sink", "/messages").body))
    }

    /// Starts the providers again after they were killed; they have forgotten what they counted.
    public func restartProviders() async throws {
        try startProviders()
        try await ready("provider-sandbox", "/_control")
    }

    private func startProviders() throws {
        let data = Executables.fixtures.appendingPathComponent("sandbox.json").path
        daemons["provider-sandbox"] = try Daemon(
            "provider-sandbox",
            arguments: ["--port", "\(port("provider-sandbox"))", "--data", data],
            logs: folder
        )
    }

    private func startSimulators() throws {
        try startProviders()
        daemons["mail-sink"] = try Daemon(
            "mail-sink",
            arguments: ["--http-port", "\(port("mail-sink"))", "--smtp-port", "\(port("smtp"))"],
            logs: folder
        )
    }

    private func ready(
        _ name: String,
        _ path: String = "/health/ready",
        within limit: Duration = .seconds(30)
    ) async throws {
        do {
            try await eventually("\(name) is ready", within: limit) {
                (try? await get(name, path))?.status == 200
            }
        } catch {
            throw NotReady(name: name, limit: limit, log: daemons[name]?.lastWords ?? "")
        }
    }

    struct NotReady: Error, CustomStringConvertible {
        let name: String
        let limit: Duration
        let log: String
        var description: String { "\(name) is not ready within \(limit); its log ends: \(log)" }
    }
}

extension Installation {
    private func port(_ name: String) -> Int { ports[name] ?? 0 }
    private func url(_ name: String) -> String { "http://127.0.0.1:\(port(name))" }

    private func environment(of service: String) -> [String: String] {
        [
            "FILON_DATABASE_URL": Self.url(
                database.url(role: "filon_" + service.replacing("-", with: "_")),
                through: networks?.database
            ),
            "FILON_AMQP_URL": Self.url(vhost.url(user: "filon-\(service)"), through: networks?.broker),
            "FILON_HTTP_BIND": "127.0.0.1:\(port(service))",
            "FILON_CONSOLE_URL": url("console"),
            "FILON_RECHERCHE_ENTREPRISES_URL": url("provider-sandbox") + "/recherche-entreprises",
            "FILON_RATIOS_INPI_BCE_URL": url("provider-sandbox") + "/ratios-inpi-bce",
            "FILON_BODACC_URL": url("provider-sandbox") + "/bodacc",
            // Those that want a key are asked by whoever gets one by `settings`.
            "FILON_SIRENE_URL": url("provider-sandbox") + "/sirene",
            "FILON_INPI_URL": url("provider-sandbox") + "/inpi/api",
            "FILON_PAPPERS_URL": url("provider-sandbox") + "/pappers/v2",
            "FILON_SOCIETE_COM_URL": url("provider-sandbox") + "/societe-com",
            "FILON_OPENCORPORATES_URL": url("provider-sandbox") + "/opencorporates/v0.4",
            "FILON_RECHERCHE_ENTREPRISES_RATE": "\(Self.askedPerSecond)",
            "FILON_RATIOS_INPI_BCE_RATE": "\(Self.askedPerSecond)",
            "FILON_BODACC_RATE": "\(Self.askedPerSecond)",
            "FILON_SLACK_URL": url("provider-sandbox") + "/slack/webhook", "FILON_NOTIFIER_SLACK_PER_SECOND": "100",
            "FILON_SMTP_URL": "smtp://127.0.0.1:\(port("smtp"))", "FILON_SMTP_FROM": "filon@filon.example",
            "FILON_NOTIFIER_DIGEST_SECONDS": "1",
        ].merging(settings.mapValues { $0.replacing("{sandbox}", with: url("provider-sandbox")) }) { $1 }
    }

    /// What the simulators of providers stand.
    private static let askedPerSecond = 100

    private static func url(_ url: String, through proxy: FaultProxy?) -> String {
        guard let proxy, var parts = URLComponents(string: url) else { return url }
        parts.port = Int(proxy.port)
        return parts.string ?? url
    }

    private var operatorEnvironment: [String: String] {
        var variables = [
            "FILON_DATABASE_URL": database.url(role: "filon_operator"),
            "FILON_AMQP_URL": vhost.url(user: "filon-operator"),
            "FILON_INGEST_URL": url("ingest"), "FILON_CONSOLE_URL": url("console"), "FILON_INGEST_TOKEN": ingestToken,
            "FILON_ENRICHMENT_URL": url("enrichment"),
        ]
        for service in Self.services {
            let name = service.uppercased().replacing("-", with: "_")
            variables["FILON_\(name)_HEALTH_URL"] = url(service) + "/health/ready"
        }
        return variables
    }
}
