import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres
import TestSupport
import Testing

@testable import PipelineMonitor

/// A database of the test's own with one department and the usual stages, and pipeline-monitor's session in it.
struct Scene: Sendable {
    static let department = DepartmentID(rawValue: "commercial")
    /// A Tuesday, 10:00 in Paris.
    static let now = Date(timeIntervalSince1970: 1_773_738_000)

    let database: TestDatabase
    let session: PostgresSession
    let check = CheckHealth(stuckShareAlert: 30, zone: .paris)

    static func with(_ body: (Scene) async throws -> Void, function: String = #function) async throws {
        let database = try await TestDatabase.make(function: function)
        var config = database.config(role: "filon_pipeline_monitor")
        config.applicationName = "pipeline tests"
        let scene = Scene(database: database, session: PostgresSession(config))
        do {
            try await scene.prepare()
            try await body(scene)
        } catch {
            await scene.end()
            throw error
        }
        await scene.end()
    }

    private func end() async {
        await session.close()
        await database.drop()
    }

    private func prepare() async throws {
        try await database.withSession { session in
            try await session.query(
                "INSERT INTO people.departments (id, name) VALUES ($1, 'Commercial')",
                Self.department.rawValue
            )
            try await session.query(
                """
                INSERT INTO sales.lead_stages (key, label, position, probability_percent, limit_business_days, terminal)
                VALUES ('new', 'Nouveau', 1, 10, 2, NULL), ('proposal', 'Proposition', 2, 50, 5, NULL),
                    ('won', 'Gagné', 3, 100, NULL, 'won'), ('lost', 'Perdu', 4, 0, NULL, 'lost')
                """
            )
        }
    }

    @discardableResult
    func transaction<T: Sendable>(_ body: @Sendable (isolated PostgresSession) throws -> T) async throws -> T {
        try await session.transaction(settings: ["filon.departments": "*"], body)
    }

    func hear(_ events: [any Event]) async throws {
        for event in events {
            switch event {
            case let event as LeadRegistered: try await deliver(event, FollowLead<RegisteredGlimpse>())
            case let event as LeadAssigned: try await deliver(event, FollowLead<LeadGlimpse<LeadAssigned>>())
            case let event as LeadPooled: try await deliver(event, FollowLead<LeadGlimpse<LeadPooled>>())
            case let event as LeadScored: try await deliver(event, FollowLead<ScoredGlimpse>())
            case let event as PersonErased: try await deliver(event, ForgetPerson())
            case let event as ActivityLogged: try await deliver(event, FollowActivity())
            case let event as DealScored: try await deliver(event, FollowChance())
            case let event as OpportunityCreated: try await deliver(event, FollowDeal<OpportunityCreated>())
            case let event as OpportunityUpdated: try await deliver(event, FollowDeal<OpportunityUpdated>())
            case let event as OpportunityMoved: try await deliver(event, FollowDeal<OpportunityMoved>())
            case let event as OpportunityWon: try await deliver(event, FollowDeal<OpportunityWon>())
            case let event as OpportunityLost: try await deliver(event, FollowDeal<OpportunityLost>())
            default: Issue.record("the scene does not know \(type(of: event))")
            }
        }
    }

    /// Hands over what the handler reads of `event`.
    /// - Parameter occurredAt: when it was announced.
    func deliver<H: BatchHandler>(_ event: some Event, _ handler: H, at occurredAt: Date = Scene.now) async throws {
        let envelope = Envelope(type: H.Message.type, subject: event.subject, occurredAt: occurredAt)
        let message = try Wire.decode(H.Message.self, from: try Wire.encode(event))
        let delivery = Delivery(message: message, envelope: envelope)
        try await transaction { tx in _ = try handler.handle([delivery], in: tx) }
    }

    func look(at now: Date = Scene.now) async throws -> [any Event] {
        try await transaction { tx in try check.run(now: now, in: tx) }
    }

    func report(at now: Date = Scene.now) async throws -> [any Event] {
        try await transaction { tx in try PublishReports(check: check).run(now: now, in: tx) }
    }

    func text(_ sql: StaticString) async throws -> [String] {
        try await transaction { tx in try tx.query(sql).values(as: String.self) }
    }
}

extension DealState {
    static func sample(
        _ id: DealID = DealID(),
        lead: LeadID = LeadID(),
        company: CompanyID = CompanyID(),
        title: String = "Chantier Drac",
        stage: String = "proposal",
        daysInStage: Double = 30,
        cents: Int64? = 1_000_000,
        nextStepOn: CivilDate? = nil,
        version: Int64 = 1
    ) -> DealState {
        DealState(
            dealID: id,
            leadID: lead,
            companyID: company,
            department: Scene.department,
            title: title,
            stage: stage,
            stageSince: Scene.now.addingTimeInterval(-daysInStage * 86_400),
            amountCents: cents,
            nextStepOn: nextStepOn,
            createdAt: Scene.now.addingTimeInterval(-60 * 86_400),
            version: version
        )
    }
}

extension [any Event] {
    func all<E: Event>(_ type: E.Type = E.self) -> [E] { compactMap { $0 as? E } }
}

/// The same numbers for the same seed (SplitMix64, Steele and others 2014).
struct Shuffler: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
