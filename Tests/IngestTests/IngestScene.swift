import Contracts
import Foundation
import Logging
import Messaging
import MessagingSupport
import Postgres
import TestSupport

@testable import Ingest

/// One test's world: a database of its own, ingest's messenger on a broker in memory, and two departments' tokens.
struct IngestScene {
    static let secret = "a secret of commerce"
    static let otherSecret = "a secret of export"

    let database: TestDatabase
    let pool: PostgresPool
    let relayPool: PostgresPool
    let messenger: Messenger
    let doorbell = Doorbell()
    let department = DepartmentID(rawValue: "commercial")
    let other = DepartmentID(rawValue: "export")
    private let admin: PostgresSession

    init(rate: Int = 600) async throws {
        database = try await TestDatabase.make()
        let config = database.config(role: "filon_ingest")
        pool = PostgresPool(config, size: 4)
        relayPool = PostgresPool(config, size: 2)
        messenger = Messenger(
            service: .ingest,
            database: pool,
            relayDatabase: relayPool,
            broker: InMemoryBroker(),
            handlers: IngestService.handlers(),
            logger: IngestScene.quiet
        )
        admin = PostgresSession(database.config())
        try await addToken(IngestScene.secret, department, rate: rate)
        try await addToken(IngestScene.otherSecret, other, rate: rate)
    }

    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    var worker: ImportWorker { ImportWorker(messenger: messenger, doorbell: doorbell, logger: IngestScene.quiet) }

    private func addToken(_ secret: String, _ department: DepartmentID, rate: Int) async throws {
        try await admin.transaction { tx in
            try tx.execute(
                """
                INSERT INTO intake.api_tokens (id, hash, name, department_id, source, rate_per_minute)
                VALUES ($1, sha256(convert_to($2, 'UTF8')), 'test', $3, 'salon 2026', $4)
                """,
                UUID(),
                secret,
                department.rawValue,
                rate
            )
        }
    }

    func token(_ secret: String = IngestScene.secret) async throws -> IngestToken? {
        try await pool.transaction { tx in try TokenStore.find(secret, in: tx) }
    }

    /// Receives a file and works it off.
    @discardableResult
    func importFile(
        _ text: String,
        dryRun: Bool = false,
        secret: String = IngestScene.secret
    ) async throws -> ImportReport {
        let id = try await receive(text, dryRun: dryRun, secret: secret)
        await worker.drain()
        return try await report(id, secret: secret)
    }

    func receive(_ text: String, dryRun: Bool = false, secret: String = IngestScene.secret) async throws -> UUID {
        guard let token = try await token(secret) else { throw Problem.tokenUnknown }
        var receiver = ImportReceiver(database: pool, token: token, isDryRun: dryRun, filename: "liste.csv")
        try await receiver.feed(Array(text.utf8))
        return try await receiver.finish()
    }

    func report(_ id: UUID, secret: String = IngestScene.secret) async throws -> ImportReport {
        guard let token = try await token(secret) else { throw Problem.tokenUnknown }
        let report = try await pool.transaction { tx in
            try ImportStore.report(id, department: token.department, in: tx)
        }
        guard let report else { throw Problem.importUnknown }
        return report
    }

    /// Takes an import back, to the end.
    func undo(_ report: ImportReport) async throws -> ImportReport {
        guard let id = UUID(uuidString: report.id) else { throw Problem.importUnknown }
        let department = department
        _ = try await pool.transaction { tx in
            try UndoStore.request(id, department: department, by: "test", in: tx)
        }
        await worker.drain()
        return try await self.report(id)
    }

    /// Takes rows as a bus or JSON door would, in one transaction.
    @discardableResult
    func take(
        _ rows: [[String: String]],
        at: Date = Date(),
        department: DepartmentID? = nil
    ) async throws -> [RowOutcome] {
        let statements = try rows.map { Statement(row: try JSONRow.read($0), at: at.microseconds, source: "test") }
        let department = department ?? self.department
        return try await messenger.commit { tx in
            let result = try Intake.take(statements, department: department, in: tx)
            return (result.outcomes, result.announcements.map(\.event))
        }
    }

    /// Hands messages to a handler as the dispatcher does, and stores what it announces.
    @discardableResult
    func deliver<H: BatchHandler>(_ handler: H, _ messages: [(H.Message, Date)]) async throws -> [Outcome] {
        try await messenger.commit { tx in
            let deliveries = messages.map { message, time in
                Delivery(
                    message: message,
                    envelope: Envelope(type: H.Message.type, subject: message.subject, occurredAt: time)
                )
            }
            let outcomes = try handler.handle(deliveries, in: tx)
            let events = outcomes.flatMap { outcome in
                if case .done(let events) = outcome { events } else { [] as [any Event] }
            }
            return (outcomes, events)
        }
    }

    /// What was announced, oldest first.
    func announced<E: Event>(_ type: E.Type) async throws -> [E] {
        try await admin.transaction { tx in
            try tx.query("SELECT body FROM intake.journal WHERE type = $1 ORDER BY message_id", E.type).map { row in
                try Wire.decode(E.self, from: try row.value(0, as: [UInt8].self))
            }
        }
    }

    func count(_ sql: StaticString) async throws -> Int {
        try await admin.transaction { tx in try tx.query(sql).first?.value(0, as: Int.self) ?? -1 }
    }

    func text(_ sql: StaticString) async throws -> String {
        try await admin.transaction { tx in try tx.query(sql).first?.value(0, as: String?.self) ?? "" }
    }

    func execute(_ sql: StaticString) async throws {
        try await admin.transaction { tx in _ = try tx.execute(sql) }
    }

    /// Everything that people see of companies, leads and contacts, without identifiers, times and versions.
    func state() async throws -> String {
        try await text(
            """
            SELECT string_agg(line, E'\n' ORDER BY line) FROM (
                SELECT concat_ws('|', 'company', siren, siret, name, trade_name, postcode, city, departement, naf,
                    website, status, match_key, withdrawn_at IS NOT NULL)
                FROM intake.companies WHERE withdrawn_at IS NULL
                UNION ALL
                SELECT concat_ws('|', 'lead', coalesce(c.siren, c.match_key), l.department_id, l.owner_hint, l.stage_hint,
                    l.next_step, l.next_step_on, l.note, l.turnover_hint_cents, l.extra)
                FROM intake.leads AS l JOIN intake.companies AS c ON c.id = l.company_id WHERE l.withdrawn_at IS NULL
                UNION ALL
                SELECT concat_ws('|', 'contact', coalesce(c.siren, c.match_key), k.department_id, k.name, k.function,
                    k.email, k.phone_e164, k.phone_raw, k.opposed_at IS NOT NULL)
                FROM intake.contacts AS k JOIN intake.companies AS c ON c.id = k.company_id
                WHERE k.withdrawn_at IS NULL
            ) AS seen (line)
            """
        )
    }

    func end() async {
        await pool.close()
        await relayPool.close()
        await admin.close()
        await database.drop()
    }
}

/// Runs a test in a scene of its own.
func withScene(rate: Int = 600, _ body: (IngestScene) async throws -> Void) async throws {
    let scene = try await IngestScene(rate: rate)
    do {
        try await body(scene)
    } catch {
        await scene.end()
        throw error
    }
    await scene.end()
}

/// Numbers to compare as one value.
func numbers(_ numbers: Int?...) -> [Int?] { numbers }
