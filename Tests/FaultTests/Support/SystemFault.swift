import InstallationSupport
import Messaging
import MessagingSupport
import Postgres
import ScriptedPeers

/// What happens to a whole installation while it works.
enum SystemFault: String, CaseIterable, Sendable {
    case brokerKilled, brokerStopped, connectionsClosed, brokerUnreachable, answersLost, memoryAlarm
    case postgresCrashed, postgresKilled, sessionsThrownOut, databaseUnreachable
    case servicesKilled, servicesAskedToEnd

    /// Inflicts it and, where it lasts, ends it.
    func inflict(on filon: Installation, _ networks: Installation.Networks, _ dice: inout Dice) async throws {
        let servers = try mortalServers()
        switch self {
        case .brokerKilled:
            try await servers.kill(.rabbitmq)
            try await servers.restart(.rabbitmq)
        case .brokerStopped:
            try await servers.control("stop_app")
            try await servers.control("start_app")
        case .connectionsClosed:
            try await servers.control("close_all_connections", "--vhost", filon.vhost.name, "a fault")
        case .brokerUnreachable:
            try await last(networks.broker, .blackHole)
        case .answersLost:
            try await last(networks.broker, .deafClient)
            networks.broker.cut()
        case .memoryAlarm:
            try await servers.control("set_vm_memory_high_watermark", "absolute", "1")
            try? await Task.sleep(for: Scale.window)
            try await servers.control("set_vm_memory_high_watermark", "0.4")
        case .postgresCrashed:
            try await servers.crashPostgres()
            try await servers.restart(.postgres)
        case .postgresKilled:
            try await servers.kill(.postgres)
            try await servers.restart(.postgres)
        case .sessionsThrownOut:
            for _ in 0..<10 {
                _ = try await filon.sessions.transaction { tx in try SessionStore.throwOut(in: tx) }
                try await Task.sleep(for: dice.pause(20...200))
            }
        case .databaseUnreachable:
            try await last(networks.database, .blackHole)
        case .servicesKilled:
            for service in Installation.services.shuffled(using: &dice) {
                try await filon.kill(service)
                try await filon.start(service)
                try await Task.sleep(for: dice.pause(50...400))
            }
        case .servicesAskedToEnd:
            for service in Installation.services.shuffled(using: &dice) {
                try await filon.terminate(service)
                try await filon.start(service)
            }
        }
    }

    private func last(_ proxy: FaultProxy, _ fault: FaultProxy.Fault) async throws {
        proxy.set(fault)
        try? await Task.sleep(for: Scale.window)
        proxy.set(.none)
    }
}

enum SessionStore {
    /// Ends a random two thirds of the services' sessions.
    static func throwOut(in tx: isolated PostgresSession) throws -> Int {
        try CensusStore.count(
            tx.query(
                """
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND usename LIKE 'filon%' AND random() < 0.7
                """
            )
        )
    }
}
