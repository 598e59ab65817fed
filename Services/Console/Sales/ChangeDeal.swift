import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// What somebody wants a deal to become; nil leaves a field as it is.
struct DealWish: Sendable {
    /// the version that was seen
    var version: Int64
    var title: String?
    var amountCents: Int64?
    var expectedClose: CivilDate?
    var stage: String?
    var lostReason: String?
    var nextStep: String?
    var nextStepOn: CivilDate?
}

/// A new deal as somebody describes it.
struct DealDraft: Sendable {
    /// chosen by whoever sends it, so that sending twice is sending once
    var id: DealID
    var leadID: LeadID
    var title: String
    var amountCents: Int64?
    var expectedClose: CivilDate?
    /// nil: the first stage
    var stage: String?
}

/// Opens and changes deals; pages and API call it alike. One event for each version of a deal: a move into an end is
/// told by its own event alone.
enum ChangeDeal {
    static let stageUnknown = Refusal("deal.stage_unknown", "Cette étape n’existe pas.", field: "stage")

    static func open(
        _ draft: DealDraft,
        by principal: Principal,
        now: Date,
        in tx: isolated PostgresSession
    ) throws -> (value: Deal, events: [any Event]) {
        guard let (company, department) = try LeadStore.key(of: draft.leadID, in: tx) else { throw Problem.notFound }
        let stages = try StageStore.all(in: tx).filter { $0.terminal == nil }
        guard let stage = draft.stage.map({ key in stages.first { $0.key == key } }) ?? stages.first else {
            throw stageUnknown
        }
        let now = WireDate.rounded(now)
        let deal = Deal(
            id: draft.id,
            leadID: draft.leadID,
            companyID: company,
            department: department,
            owner: principal.userID,
            title: draft.title,
            stage: stage.key,
            state: .open,
            stageSince: now,
            amountCents: draft.amountCents,
            expectedClose: draft.expectedClose,
            createdAt: now,
            version: 1
        )
        try deal.check()
        guard try DealStore.insert(deal, by: principal.actor, in: tx) else {
            guard let known = try DealStore.find(draft.id, in: tx) else { throw Problem.notFound }
            return (known, [])
        }
        try DealStore.recordMove(of: deal, from: nil, by: principal.actor, at: now, in: tx)
        let audit = Audit.entry(principal.actor, "deal.created", "deal/\(deal.id)", department, stage.key, now)
        return (deal, [OpportunityCreated(deal: deal.described, at: now), audit])
    }

    /// - Throws: ``Problem`` 404 behind a wall, `mismatch` when the deal has another version; ``Refusal``.
    static func change(
        _ id: DealID,
        _ wish: DealWish,
        mismatch: Problem,
        by principal: Principal,
        now: Date,
        in tx: isolated PostgresSession
    ) throws -> (value: Deal, events: [any Event]) {
        guard let before = try DealStore.find(id, in: tx) else { throw Problem.notFound }
        guard before.version == wish.version else { throw mismatch }
        let now = WireDate.rounded(now)
        var deal = before
        deal.title = wish.title ?? deal.title
        deal.amountCents = wish.amountCents ?? deal.amountCents
        deal.expectedClose = wish.expectedClose ?? deal.expectedClose
        deal.nextStep = wish.nextStep ?? deal.nextStep
        deal.nextStepOn = wish.nextStepOn ?? deal.nextStepOn
        try deal.check()
        if let key = wish.stage, key != before.stage {
            guard let stage = try StageStore.find(key, in: tx) else { throw stageUnknown }
            deal = try deal.moved(to: stage, lostReason: wish.lostReason, at: now)
        }
        guard deal != before else { return (before, []) }
        deal.version += 1
        try DealStore.update(deal, at: now, in: tx)
        let isMove = deal.stage != before.stage
        if isMove { try DealStore.recordMove(of: deal, from: before, by: principal.actor, at: now, in: tx) }
        let audit = Audit.entry(
            principal.actor,
            isMove ? "deal.moved" : "deal.changed",
            "deal/\(id)",
            deal.department,
            isMove ? "\(before.stage) → \(deal.stage)" : "version \(deal.version)",
            now
        )
        return (deal, [event(deal, from: before, at: now), audit])
    }

    private static func event(_ deal: Deal, from before: Deal, at now: Date) -> any Event {
        guard deal.stage != before.stage else { return OpportunityUpdated(deal: deal.described, at: now) }
        return switch deal.state {
        case .won: OpportunityWon(deal: deal.described, at: now)
        case .lost: OpportunityLost(deal: deal.described, reason: deal.lostReason, at: now)
        case .open: OpportunityMoved(deal: deal.described, from: before.stage, at: now)
        }
    }
}
