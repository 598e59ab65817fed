import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres

@testable import Scoring

/// A deal and the events of its life.
struct Deal: Sendable {
    let id = DealID()
    let subject: Subject
    let at: Date

    init(_ subject: Subject, at: Date = Known.now) {
        self.subject = subject
        self.at = at
    }

    private func state(_ stage: String, _ version: Int64, step: CivilDate? = nil) -> DealState {
        DealState(
            dealID: id,
            leadID: subject.lead,
            companyID: subject.company,
            department: subject.department,
            title: "Caisse enregistreuse",
            stage: stage,
            stageSince: at,
            amountCents: 120_000,
            nextStepOn: step,
            createdAt: at,
            version: version
        )
    }

    func created() -> OpportunityCreated { OpportunityCreated(deal: state("new", 1), at: at) }
    func updated(version: Int64, step: CivilDate? = nil) -> OpportunityUpdated {
        OpportunityUpdated(deal: state("new", version, step: step), at: later(version))
    }
    func moved(_ stage: String, version: Int64) -> OpportunityMoved {
        OpportunityMoved(deal: state(stage, version), from: "new", at: later(version))
    }
    func won(version: Int64, after days: Double = 0) -> OpportunityWon {
        OpportunityWon(deal: state("won", version), at: later(version).addingTimeInterval(days * 86_400))
    }
    func lost(version: Int64, after days: Double = 0) -> OpportunityLost {
        OpportunityLost(deal: state("lost", version), at: later(version).addingTimeInterval(days * 86_400))
    }

    private func later(_ version: Int64) -> Date { at.addingTimeInterval(Double(version) * 60) }
}

extension Scene {
    /// Hands events of deals to their handlers, one after the other.
    @discardableResult
    func follow(_ events: [any Event], by closing: Closing = Closing()) async throws -> [DealScored] {
        var scored: [DealScored] = []
        for event in events {
            scored += try await pool.transaction { tx in
                switch event {
                case let event as OpportunityCreated: try Self.follow(event, closing, in: tx)
                case let event as OpportunityUpdated: try Self.follow(event, closing, in: tx)
                case let event as OpportunityMoved: try Self.follow(event, closing, in: tx)
                case let event as OpportunityWon: try Self.follow(event, closing, in: tx)
                case let event as OpportunityLost: try Self.follow(event, closing, in: tx)
                default: []
                }
            }
        }
        return scored
    }

    private static func follow<E: DealEvent>(
        _ event: E,
        _ closing: Closing,
        in tx: isolated PostgresSession
    ) throws -> [DealScored] {
        let envelope = Envelope(type: E.type, subject: event.subject, occurredAt: event.at)
        let outcomes = try FollowDeal<E>(closing: closing, rescore: Rescore(zone: .paris, now: { Known.now }))
            .handle([Delivery(message: event, envelope: envelope)], in: tx)
        return outcomes.flatMap { outcome -> [DealScored] in
            guard case .done(let events) = outcome else { return [] }
            return events.compactMap { $0 as? DealScored }
        }
    }

    /// As if the lead had been scored earlier.
    func backdate(_ lead: LeadID, by seconds: Double) async throws {
        try await pool.transaction { tx in
            try tx.execute(
                "UPDATE score_history SET computed_at = computed_at - make_interval(secs => $2) WHERE lead_id = $1",
                lead.rawValue,
                seconds
            )
        }
    }

    func texts(_ sql: StaticString) async throws -> [String] {
        try await pool.transaction { tx in try tx.query(sql).values(as: String.self) }
    }
}
