import Contracts
import Foundation
import FrenchBusiness
import Testing

@testable import PipelineMonitor

@Suite struct FollowTests {
    /// Any order, with repetitions, leaves the same snapshots and figures.
    @Test(arguments: 0..<10)
    func theOrderOfMessagesDoesNotMatter(seed: UInt64) async throws {
        try await Scene.with { scene in
            let events = Self.story()
            var random = Shuffler(state: seed)

            try await scene.hear((events + events.prefix(6)).shuffled(using: &random))
            _ = try await scene.look()

            let deals = try await scene.text(
                "SELECT concat_ws(' ', stage, state, closed_at IS NOT NULL, amount_cents, version) FROM deal_snapshots"
            )
            #expect(deals == ["won won t 900 4"])
            let leads = try await scene.text(
                """
                SELECT concat_ws(' ', registered, score_version, barred, state, next_step_on) FROM lead_snapshots
                ORDER BY state
                """
            )
            #expect(leads == ["t 2 f owned 2026-04-02", "t 3 t pooled"])
            let figures = try await scene.text(
                "SELECT key || ' ' || coalesce(value::text, '?') FROM kpi_results ORDER BY key"
            )
            #expect(
                figures == [
                    "leads_owned 1", "leads_pooled 0", "leads_registered 2", "leads_scored 1", "open_deals 0",
                    "stuck_share ?", "weighted_pipeline 0", "win_rate_90d 100",
                ]
            )
        }
    }

    /// As the board weighs it: by what was learnt, and by the stage where nothing was.
    @Test(arguments: 0..<4)
    func thePipelineIsWeighedByWhatWasLearntOfEachDeal(seed: UInt64) async throws {
        try await Scene.with { scene in
            let deals = (0..<3).map { _ in DealState.sample(lead: LeadID()) }
            var random = Shuffler(state: seed)
            // A chance may arrive before its deal, and an older one after a newer.
            let events: [any Event] =
                deals.map { OpportunityCreated(deal: $0, at: Scene.now) } + [
                    Self.chance(of: deals[0], 9_000, "hybride", 1), Self.chance(of: deals[0], 2_500, "appris", 2),
                    Self.chance(of: deals[1], 9_000, "regles", 1),
                ]
            try await scene.hear(events.shuffled(using: &random))
            _ = try await scene.look()

            // Three of 10,000 €: a quarter of the first, half of the others as their stage has it.
            let weighted = try await scene.text("SELECT value::text FROM kpi_results WHERE key = 'weighted_pipeline'")
            #expect(weighted == ["1250000"])
        }
    }

    private static func chance(of deal: DealState, _ basisPoints: Int, _ label: String, _ version: Int64) -> DealScored
    {
        DealScored(
            dealID: deal.dealID,
            leadID: deal.leadID,
            department: deal.department,
            probabilityBasisPoints: basisPoints,
            label: label,
            version: version
        )
    }

    private static func story() -> [any Event] {
        let (owned, barred) = (LeadID(), LeadID())
        let deal = DealState.sample(lead: owned)
        var states = (1...4).map { version in
            var state = deal
            (state.version, state.amountCents) = (Int64(version), Int64(version) * 225)
            return state
        }
        states[2].stage = "won"
        states[3].stage = "won"
        return [
            OpportunityCreated(deal: states[0], at: Scene.now), OpportunityUpdated(deal: states[1], at: Scene.now),
            OpportunityWon(deal: states[2], at: Scene.now), OpportunityUpdated(deal: states[3], at: Scene.now),
            scored(owned, 1, excluded: true), scored(owned, 2, excluded: false), registered(owned),
            pooled(owned, 1), assigned(owned, 2), registered(barred), scored(barred, 3, excluded: true),
            pooled(barred, 1), activity(owned, 0, step: "2026-05-01"), activity(owned, 60, step: "2026-04-02"),
        ]
    }

    private static func registered(_ lead: LeadID) -> LeadRegistered {
        LeadRegistered(
            leadID: lead,
            companyID: CompanyID(),
            department: Scene.department,
            identified: true,
            source: "test",
            motion: "new",
            hasPhone: false,
            hasEmail: false,
            version: 1
        )
    }

    static func scored(_ lead: LeadID, _ version: Int64, excluded: Bool) -> LeadScored {
        LeadScored(
            leadID: lead,
            companyID: CompanyID(),
            department: Scene.department,
            score: ScoreSummary(points: 0, ruleSet: "test", lines: []),
            band: "D",
            urgency: "low",
            priority: 0,
            sizeClass: "tpe",
            turnover: TurnoverSummary(status: "unknown", trend: "unknown"),
            exclusion: excluded ? Exclusion(code: "ceased", text: "Entreprise cessée") : nil,
            version: version
        )
    }

    private static func pooled(_ lead: LeadID, _ version: Int64) -> LeadPooled {
        LeadPooled(
            leadID: lead,
            companyID: CompanyID(),
            department: Scene.department,
            decisionID: DecisionID(),
            reasons: ["x"],
            priority: 1,
            version: version
        )
    }

    private static func assigned(_ lead: LeadID, _ version: Int64) -> LeadAssigned {
        let turnover = TurnoverSummary(status: "unknown", trend: "unknown")
        return LeadAssigned(
            leadID: lead,
            companyID: CompanyID(),
            department: Scene.department,
            owner: UserID(),
            decisionID: DecisionID(),
            reasons: ["x"],
            announce: true,
            card: LeadCard(points: 0, urgency: "low", topReasons: [], turnover: turnover),
            dueAt: Scene.now,
            version: version
        )
    }

    private static func activity(_ lead: LeadID, _ seconds: Double, step: String) -> ActivityLogged {
        ActivityLogged(
            activityID: ActivityID(),
            leadID: lead,
            companyID: CompanyID(),
            department: Scene.department,
            actor: UserID(),
            kind: "call",
            inbound: false,
            at: Scene.now.addingTimeInterval(seconds),
            nextStepOn: CivilDate(step)
        )
    }
}
