import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import Synchronization

/// Keeps a service from working on a database it does not fit: unreachable, not migrated, or much newer.
final class Gatekeeper: Sendable {
    private let service: ServiceName
    /// The schema version that the service's SQL needs.
    let needs: Int
    private let database: PostgresPool
    private let verdict = Mutex<String?>("database: not reached yet")
    private let version = Mutex<SchemaVersion?>(nil)

    init(service: ServiceName, needs: Int, database: PostgresPool) {
        self.service = service
        self.needs = needs
        self.database = database
    }

    /// What keeps the service from working; nil when nothing does.
    var objection: String? { verdict.withLock { $0 } }

    /// What the database was at when last looked at; nil before.
    var found: SchemaVersion? { version.withLock { $0 } }

    /// Looks again and again until the database fits; false when the task is cancelled first.
    func waitUntilReady(logger: Logger) async -> Bool {
        var delay = 0.05
        var told: String?
        while !Task.isCancelled {
            let objection = await look()
            verdict.withLock { $0 = objection }
            guard let objection else { return true }
            if objection != told { logger.error("waiting", metadata: ["reason": "\(objection)"]) }
            told = objection
            try? await Task.sleep(for: .seconds(delay))
            delay = min(2, delay * 1.5)
        }
        return false
    }

    private func look() async -> String? {
        do {
            let found = try await database.transaction { [service] tx in
                try SchemaStore.version(of: service.plumbingSchema, in: tx)
            }
            version.withLock { $0 = found }
            guard let found else { return "database: not migrated. Run `filon migrate`." }
            return objection(to: found.own, needing: needs, of: "schema \(service.plumbingSchema)")
                ?? objection(
                    to: found.plumbing,
                    needing: Messenger.plumbingVersion,
                    of: "messaging in schema \(service.plumbingSchema)"
                )
        } catch let error as PostgresError where error.isUnavailable {
            return "database: not reachable (\(error)). Check FILON_DATABASE_URL and that PostgreSQL runs."
        } catch {
            return "database: \(error)"
        }
    }

    /// A release runs on what it needs and on one step newer, which is the state between migrating and deploying.
    private func objection(to found: Int, needing needed: Int, of part: String) -> String? {
        if found < needed {
            return "database: \(part) is at \(found), \(needed) is needed. Run `filon migrate`."
        }
        if found > needed + 1 {
            return "database: \(part) is at \(found), this release knows \(needed). Deploy a newer release."
        }
        return nil
    }
}
