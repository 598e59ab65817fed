// swift-tools-version: 6.2
import PackageDescription

/// One group of settings for every Swift target.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),  // SE-0335
    .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
    .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
    .treatAllWarnings(as: .error),
]

let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
/// The layers below hummingbird, for the simulators that speak to the wire themselves.
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "HTTPTypes", package: "swift-http-types"),
]

func shared(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        path: "Shared/\(name)",
        exclude: excluded[name] ?? [],
        swiftSettings: settings
    )
}

func service(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["ServiceKit", "Messaging", "Contracts", "Postgres", "FrenchBusiness", "Telemetry", log]
            + dependencies,
        path: "Services/\(name)",
        exclude: excluded[name] ?? [],
        swiftSettings: settings
    )
}

func simulator(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name,
        dependencies: dependencies,
        path: "Tests/Simulators/\(name)",
        exclude: excluded[name] ?? [],
        swiftSettings: settings
    )
}

/// - Parameter servers: whether the tests need PostgreSQL or RabbitMQ, and so what finds them.
func tests(_ name: String, _ dependencies: [Target.Dependency], servers: Bool = true) -> Target {
    .testTarget(
        name: name,
        dependencies: dependencies + (servers ? ["TestSupport"] : []),
        path: "Tests/\(name)",
        exclude: excluded[name] ?? [],
        swiftSettings: settings
    )
}

/// Files beside the sources that are data read at run time, not compiled.
let excluded: [String: [String]] = [
    "Contracts": ["Schemas"]
]

let production: [Target] = [
    .systemLibrary(name: "CPostgres", path: "Shared/CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
        name: "CRabbitMQ",
        path: "Shared/CRabbitMQ",
        pkgConfig: "librabbitmq",
        providers: [.apt(["librabbitmq-dev"])]
    ),
    .systemLibrary(
        name: "CCurl",
        path: "Shared/CCurl",
        pkgConfig: "libcurl",
        providers: [.apt(["libcurl4-openssl-dev"])]
    ),
    shared("Threading"),
    shared("Telemetry"),
    shared("Postgres", ["CPostgres", "Telemetry", "Threading", log]),
    shared("AMQP", ["CRabbitMQ", "Threading", log]),
    shared("HTTPClient", ["CCurl", "Threading", log]),
    shared("OTLP", ["HTTPClient", "Telemetry", log]),
    shared("FrenchBusiness"),
    shared("Identification", ["FrenchBusiness"]),
    shared("CSV"),
    shared("Scorecard"),
    shared("Contracts", ["FrenchBusiness"]),
    shared("Migrations", ["Postgres", log]),
    shared("Messaging", ["AMQP", "Contracts", "Postgres", "Telemetry", "Threading", log]),
    shared(
        "ServiceKit",
        ["AMQP", "Contracts", "HTTPClient", "Messaging", "OTLP", "Postgres", "Telemetry", log, hummingbird]
    ),
    service("Ingest", ["CSV", "Identification", "Threading", hummingbird]),
    service("Enrichment", ["HTTPClient", "Identification", "Threading", hummingbird]),
    service("Scoring", ["CSV", "Scorecard", "Threading"]),
    service("Assignment"),
    service("PipelineMonitor", ["AMQP"]),
    service("Notifier", ["HTTPClient"]),
    service("Console", ["Scorecard", hummingbird]),
    service("Operator", ["AMQP", "HTTPClient", "Migrations", "Scorecard", arguments]),
]

let simulators: [Target] = [
    simulator("ProviderSandbox", [hummingbird] + nio),
    simulator("MailSink", [hummingbird] + nio),
    simulator("TraceCollector", [hummingbird] + nio),
]

/// Executables are started by tests, not linked against; naming them has them built.
let installation: [Target.Dependency] = [
    "InstallationSupport", "Ingest", "Enrichment", "Scoring", "Assignment", "PipelineMonitor", "Notifier", "Console",
    "Operator", "ProviderSandbox", "MailSink",
]

/// Measured by `make bench`; no part of a service.
let benchmarks: [Target] = [
    .executableTarget(
        name: "MessagingBench",
        dependencies: ["Contracts", "FrenchBusiness", "Messaging", "Migrations", "OTLP", "Postgres", "Telemetry", log],
        path: "Tests/Benchmarks/MessagingBench",
        swiftSettings: settings
    ),
    .executableTarget(
        name: "ScorecardBench",
        dependencies: ["Scorecard"],
        path: "Tests/Benchmarks/scoring/ScorecardBench",
        swiftSettings: settings
    ),
]

let testing: [Target] = [
    .target(
        name: "TestSupport",
        dependencies: ["AMQP", "Contracts", "Migrations", "Postgres", log],
        path: "Tests/Support",
        swiftSettings: settings
    ),
    .target(
        name: "MessagingSupport",
        dependencies: ["Contracts", "Messaging", "TestSupport"],
        path: "Tests/MessagingSupport",
        swiftSettings: settings
    ),
    .target(
        name: "ContractSupport",
        dependencies: ["Contracts"],
        path: "Tests/ContractSupport",
        swiftSettings: settings
    ),
    .executableTarget(
        name: "ContractBook",
        dependencies: ["ContractSupport", "Contracts"],
        path: "Tests/ContractBook",
        swiftSettings: settings
    ),
    .target(name: "ScriptedPeers", path: "Tests/ScriptedPeers", swiftSettings: settings),
    .target(
        name: "InstallationSupport",
        dependencies: ["Contracts", "HTTPClient", "MessagingSupport", "Postgres", "ScriptedPeers", "TestSupport"],
        path: "Tests/InstallationSupport",
        swiftSettings: settings
    ),
    .target(
        name: "FaultSupport",
        dependencies: ["Contracts", "Messaging", "Postgres"],
        path: "Tests/FaultSupport",
        swiftSettings: settings
    ),
    .executableTarget(
        name: "Crasher",
        dependencies: ["Contracts", "FaultSupport", "Messaging", "Postgres", log],
        path: "Tests/Crasher",
        swiftSettings: settings
    ),
    tests(
        "PostgresTests",
        ["InstallationSupport", "MessagingSupport", "Migrations", "Postgres", "ScriptedPeers", "Threading"]
    ),
    tests("AMQPTests", ["AMQP", "InstallationSupport"]),
    tests("ThreadingTests", ["Threading"], servers: false),
    tests("HTTPClientTests", ["HTTPClient", "ScriptedPeers", "Threading"], servers: false),
    tests("FrenchBusinessTests", ["FrenchBusiness"], servers: false),
    tests("CSVTests", ["CSV"], servers: false),
    tests("ScorecardTests", ["Scorecard"], servers: false),
    tests("IdentificationTests", ["Identification", "FrenchBusiness"], servers: false),
    tests("ContractTests", ["ContractSupport", "Contracts", "FrenchBusiness"], servers: false),
    tests(
        "MessagingTests",
        ["MessagingSupport", "ScriptedPeers", "Messaging", "AMQP", "Contracts", "Postgres", "Migrations"]
    ),
    tests("DatabaseTests", ["Postgres", "Migrations"]),
    tests("ServiceKitTests", ["ServiceKit", "Messaging", "Contracts", "Postgres"]),
    tests(
        "IngestTests",
        [
            "Ingest", "CSV", "Messaging", "MessagingSupport", "ServiceKit", "Contracts", "Postgres", "FrenchBusiness",
            hummingbird,
            log,
        ]
    ),
    tests(
        "EnrichmentTests",
        [
            "Enrichment", "Identification", "Messaging", "MessagingSupport", "Contracts", "Postgres", "FrenchBusiness",
            "HTTPClient", "ProviderSandbox", "Telemetry",
        ]
    ),
    tests("ScoringTests", ["Scoring", "CSV", "Scorecard", "Messaging", "Contracts", "Postgres", "FrenchBusiness"]),
    tests("AssignmentTests", ["Assignment", "ServiceKit", "Messaging", "Contracts", "Postgres", "FrenchBusiness"]),
    tests(
        "PipelineMonitorTests",
        [
            "PipelineMonitor", "AMQP", "Messaging", "MessagingSupport", "ServiceKit", "Contracts", "Postgres",
            "FrenchBusiness", log,
        ]
    ),
    tests(
        "NotifierTests",
        [
            "Notifier", "Messaging", "MessagingSupport", "ScriptedPeers", "ServiceKit", "Contracts", "FrenchBusiness",
            "Postgres", "HTTPClient", log,
        ]
    ),
    tests(
        "ConsoleTests",
        [
            "Console", "HTTPClient", "Messaging", "MessagingSupport", "ServiceKit", "Contracts", "Postgres",
            "FrenchBusiness", hummingbird, log,
        ]
    ),
    tests(
        "OperatorTests",
        [
            "Operator", "MessagingSupport", "Messaging", "Migrations", "Scorecard", "ServiceKit", "Contracts",
            "Postgres",
            "FrenchBusiness", arguments,
        ]
    ),
    tests("ArchitectureTests", [], servers: false),
    tests(
        "ObservabilityTests",
        [
            "TraceCollector", "Ingest", "Enrichment", "Notifier", "PipelineMonitor", "ServiceKit", "Messaging",
            "MessagingSupport", "AMQP", "OTLP", "HTTPClient", "Telemetry", "Contracts", "FrenchBusiness", "Postgres",
            hummingbird, log,
        ]
    ),
    .testTarget(
        name: "SimulatorTests",
        dependencies: ["ProviderSandbox", "MailSink", hummingbird] + nio,
        path: "Tests/SimulatorTests",
        swiftSettings: settings
    ),
    tests(
        "JourneyTests",
        [
            "ContractSupport", "Contracts", "FrenchBusiness", "HTTPClient", "Messaging", "Postgres", "MessagingSupport",
            log,
        ] + installation
    ),
    tests(
        "InterfaceTests",
        ["ContractSupport", "Contracts", "HTTPClient", "MessagingSupport", "Postgres"] + installation
    ),
    tests(
        "FaultTests",
        [
            "AMQP", "Contracts", "Crasher", "FaultSupport", "Messaging", "MessagingSupport", "Postgres",
            "ScriptedPeers", log,
        ] + installation
    ),
]

/// `FILON_ONLY=ScoringTests,PostgresTests swift build` keeps those targets and what they need, so that work on
/// one module neither compiles nor links the rest.
func reduced(_ all: [Target], to names: Set<String>) -> [Target] {
    var wanted = names
    var grew = true
    while grew {
        grew = false
        for target in all where wanted.contains(target.name) {
            for dependency in target.dependencies {
                if case .byNameItem(let name, _) = dependency, wanted.insert(name).inserted { grew = true }
            }
        }
    }
    return all.filter { wanted.contains($0.name) }
}

let all = production + simulators + benchmarks + testing
let only = Set((Context.environment["FILON_ONLY"] ?? "").split(separator: ",").map(String.init))
let targets = only.isEmpty ? all : reduced(all, to: only)

/// The binaries' names: what compose, the scripts and the operator call.
let binaries = [
    "Ingest": "ingest", "Enrichment": "enrichment", "Scoring": "scoring", "Assignment": "assignment",
    "PipelineMonitor": "pipeline-monitor", "Notifier": "notifier", "Console": "console", "Operator": "filon",
    "ProviderSandbox": "provider-sandbox", "MailSink": "mail-sink", "TraceCollector": "trace-collector",
    "Crasher": "crasher", "ContractBook": "contract-book", "MessagingBench": "messaging-bench",
    "ScorecardBench": "scorecard-bench",
]

let package = Package(
    name: "filon",
    products: targets.compactMap { target in
        binaries[target.name].map { .executable(name: $0, targets: [target.name]) }
    },
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: ["FullFoundation"]),
    ],
    targets: targets
)
