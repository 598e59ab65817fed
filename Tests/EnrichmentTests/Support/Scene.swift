import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Messaging
import Postgres
import Synchronization
import TestSupport

@testable import Enrichment

/// One test's world: a database of its own, providers that answer by a script, and enrichment wired as its `main`
/// does, under a clock that stands still.
final class Scene: Sendable {
    let database: TestDatabase
    let pool: PostgresPool
    let http: HTTPClient
    let providers: LocalProvider
    let plan: EnrichmentPlan
    let time: Clock

    static let morning = Date(timeIntervalSince1970: 1_790_000_000)

    /// - Parameter timeout: of one call. Those that want to see one pass set it; everyone else's providers answer at once,
    ///   but this process, which plays all of them, may be busy.
    init(
        rate: Int = 1000,
        breaker: Duration = .seconds(300),
        timeout: Duration = .seconds(30),
        others: [String] = [],
        cap: Int = 10_000,
        _ script: @escaping LocalProvider.Script = { .company($0) }
    ) async throws {
        database = try await TestDatabase.make()
        pool = PostgresPool(database.config(role: "filon_enrichment"), size: 4)
        http = HTTPClient(userAgent: "Filon tests")
        providers = try LocalProvider(script)
        let base = providers.url
        let config = EnrichmentConfig(
            databaseURL: database.url,
            providers: [
                ProviderSettings(
                    name: ProviderName.rechercheEntreprises,
                    url: providers.url + "/re",
                    calls: rate,
                    seconds: 1
                ),
                ProviderSettings(
                    name: ProviderName.ratiosInpiBce,
                    url: providers.url + "/bce",
                    calls: rate,
                    seconds: 1
                ),
            ]
                + others.map { name in
                    ProviderSettings(
                        name: name,
                        url: base + "/" + name,
                        token: "key",
                        user: "user",
                        password: "password",
                        calls: rate,
                        seconds: 1
                    )
                },
            breaker: breaker,
            timeout: timeout,
            lookups: 256,
            searchCap: cap
        )
        let clock = Clock(Self.morning)
        time = clock
        plan = EnrichmentPlan(config, database: pool, http: http, now: { clock.now })
    }

    final class Clock: Sendable {
        private let moment: Mutex<Date>
        init(_ moment: Date) { self.moment = Mutex(moment) }
        var now: Date { moment.withLock { $0 } }
        func advance(by seconds: Double) { moment.withLock { $0 += seconds } }
    }

    /// Runs `body` and takes the world down.
    func run(_ body: (Scene) async throws -> Void) async throws {
        do {
            try await body(self)
        } catch {
            await end()
            throw error
        }
        await end()
    }

    private func end() async {
        await http.close()
        await pool.close()
        await database.drop()
    }

    // MARK: Messages

    @discardableResult
    func registered(_ siren: String?, company: CompanyID = CompanyID(), version: Int64 = 1, attempt: Int = 1)
        async throws -> [any Event]
    {
        let message = CompanyRegistered(companyID: company, siren: siren.flatMap { SIREN($0) }, version: version)
        return try await deliver(
            [message],
            to: EnrichAnnounced<CompanyRegistered>(enricher: plan.enricher),
            attempt: attempt
        )
    }

    func updated(_ siren: String?, company: CompanyID, version: Int64) async throws -> [any Event] {
        let message = CompanyUpdated(
            companyID: company,
            siren: siren.flatMap { SIREN($0) },
            changed: ["siren"],
            version: version
        )
        return try await deliver([message], to: EnrichAnnounced<CompanyUpdated>(enricher: plan.enricher))
    }

    func requested(_ company: CompanyID, wanted: [String]? = nil) async throws -> [any Event] {
        let message = EnrichmentRequested(companyID: company, actor: "test", reason: "by hand", wanted: wanted)
        return try await deliver([message], to: EnrichRequested(enricher: plan.enricher))
    }

    /// As the dispatcher does it: recall, gather what is missing, handle in one transaction.
    func deliver<H: GatheringHandler>(
        _ messages: [H.Message],
        to handler: H,
        attempt: Int = 1
    ) async throws -> [any Event] {
        try await answers(to: messages, from: handler, attempt: attempt).flatMap(\.self)
    }

    /// What each message of a batch is answered with.
    func answers<H: GatheringHandler>(
        to messages: [H.Message],
        from handler: H,
        attempt: Int = 1
    ) async throws -> [[any Event]] {
        let deliveries = messages.map { message in
            let envelope = Envelope(type: H.Message.type, subject: message.subject, occurredAt: time.now)
            return Delivery(message: message, envelope: envelope, attempt: attempt)
        }
        let known = try await handler.recall(deliveries)
        var pairs: [(delivery: Delivery<H.Message>, gathered: H.Gathered)] = []
        for (delivery, found) in zip(deliveries, known) {
            if let found {
                pairs.append((delivery, found))
            } else {
                pairs.append((delivery, try await handler.gather(delivery)))
            }
        }
        let ready = pairs
        let outcomes = try await pool.transaction { tx in try handler.handle(ready, in: tx) }
        return outcomes.map { if case .done(let events) = $0 { events } else { [] } }
    }

    func handle<H: MessageHandler>(_ message: H.Message, by handler: H) async throws {
        let delivery = Delivery(message: message, envelope: Envelope(type: H.Message.type, subject: message.subject))
        _ = try await pool.transaction { tx in try handler.handle(delivery, in: tx) }
    }

    /// What a handler answers to a request.
    func answer<H: MessageHandler>(to message: H.Message, by handler: H) async throws -> [any Event] {
        let delivery = Delivery(message: message, envelope: Envelope(type: H.Message.type, subject: message.subject))
        let outcome = try await pool.transaction { tx in try handler.handle(delivery, in: tx) }
        return if case .done(let events) = outcome { events } else { [] }
    }

    // MARK: What is left

    func texts(_ sql: StaticString) async throws -> [String] {
        try await pool.transaction { tx in try tx.query(sql).values(as: String.self) }
    }
}

extension [any Event] {
    var enriched: [CompanyEnriched] { compactMap { $0 as? CompanyEnriched } }
    var ceased: [CompanyCeased] { compactMap { $0 as? CompanyCeased } }
}

extension Scene {
    /// Everything that is kept of a company and its SIREN, but for what names them.
    func state(of company: CompanyID, hiding siren: String) async throws -> String {
        try await pool.transaction { tx in
            let rows = try tx.query(
                """
                SELECT concat_ws('|', c.siren, c.version, c.state, c.facts_at, c.due_at, c.announced_at, c.opposed_at,
                    d.body, s.status, s.reason,
                    (SELECT string_agg(concat_ws(',', field, value, source, fetched_at), ';' ORDER BY field)
                     FROM facts AS f WHERE f.siren = c.siren AND f.superseded_by IS NULL),
                    (SELECT string_agg(concat_ws(',', closing_date, amount_cents, status), ';' ORDER BY closing_date)
                     FROM turnover AS t WHERE t.siren = c.siren))
                FROM companies AS c LEFT JOIN dossiers AS d USING (siren) LEFT JOIN turnover_status AS s USING (siren)
                WHERE c.company_id = $1
                """,
                company.rawValue
            )
            return try rows.values(as: String.self).joined().replacingOccurrences(of: siren, with: "SIREN")
        }
    }
}

/// Set once, read from any thread.
final class Flag: Sendable {
    private let value = Mutex(false)
    var isSet: Bool { value.withLock { $0 } }
    func set() { value.withLock { $0 = true } }
}
