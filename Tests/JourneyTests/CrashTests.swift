import Foundation
import InstallationSupport
import MessagingSupport
import Postgres
import Testing

/// SIGKILL of any service in the middle of an import: after its restart the whole comes to the same end as a run that
/// nobody disturbed.
@Suite(.serialized) struct CrashTests {
    private static let generated = 150
    /// One run for all, begun by whichever test comes first.
    private static let undisturbed = Task { try await run { _ in } }

    @Test(arguments: Installation.services)
    func killedInTheMiddleOfAnImportNothingIsLostAndNothingDoubled(service: String) async throws {
        let expected = try await Self.undisturbed.value

        let outcome = try await Self.run { filon in
            try await Self.awaitWork(of: service, in: filon)
            try await filon.kill(service)
            try await filon.restart(service)
        }

        let (missing, added) = Self.difference(expected.essence, outcome.essence)
        #expect(missing.isEmpty && added.isEmpty, "without: \(missing.prefix(3)) instead: \(added.prefix(3))")
        let perhapsTwice = service == "notifier"
        let ids = Set(outcome.mails.compactMap(\.messageId))
        #expect(perhapsTwice || ids.count == outcome.mails.count, "nobody is told twice")
    }

    /// Imports the long list on an installation of its own while `disturb` runs beside it.
    private static func run(disturbing disturb: (Installation) async throws -> Void) async throws -> Outcome {
        let filon = try await Installation()
        do {
            let list = try ProspectList.long(generated: generated, in: filon.folder)
            async let outcome = filon.importing(list)
            try await disturb(filon)
            let value = try await outcome
            try await filon.checkNothingIsLeft()
            await filon.tearDown()
            return value
        } catch {
            await filon.tearDown()
            throw error
        }
    }

    /// Until the service has begun, and long before it is through.
    private static func awaitWork(of service: String, in filon: Installation) async throws {
        try await eventually("\(service) has begun its work") {
            try await filon.sessions.transaction { tx in try WorkStore.handled(by: service, in: tx) } > 0
        }
    }

    private static func difference(_ expected: [String], _ found: [String]) -> (missing: [String], added: [String]) {
        (expected.filter { !found.contains($0) }, found.filter { !expected.contains($0) })
    }
}

extension Installation {
    /// Nothing lost, doubled or left, and `filon status` agrees once queues have run dry.
    func checkNothingIsLeft() async throws {
        var complaints: [String] = []
        try? await eventually("nothing waits any more") {
            complaints = Oracle.complaints(try await ledger())
            return complaints.isEmpty
        }
        #expect(complaints.isEmpty)
        try await tool(["status"])
    }
}

enum WorkStore {
    /// Messages of the import that the service has handled; for ingest, lists that it has received.
    static func handled(by service: String, in tx: isolated PostgresSession) throws -> Int {
        let rows: PostgresRows
        switch service {
        case "ingest": rows = try tx.query("SELECT count(*) FROM intake.import_batches WHERE sha256 IS NOT NULL")
        case "enrichment": rows = try tx.query("SELECT count(*) FROM enrichment.inbox")
        case "scoring": rows = try tx.query("SELECT count(*) FROM scoring.inbox")
        case "assignment":
            rows = try tx.query("SELECT count(*) FROM assignment.inbox WHERE handler LIKE 'assignment.assign%'")
        case "pipeline-monitor": rows = try tx.query("SELECT count(*) FROM pipeline.inbox")
        case "notifier": rows = try tx.query("SELECT count(*) FROM notification.inbox")
        default: rows = try tx.query("SELECT count(*) FROM intake.import_rows")
        }
        return try rows.first?.decode(Int.self) ?? 0
    }
}
