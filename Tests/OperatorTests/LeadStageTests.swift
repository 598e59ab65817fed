import Testing

@testable import Operator

/// The rules by which a row of an import counts as settled, read as a table.
struct LeadStageTests {
    typealias Facts = LeadStage.Facts

    static let identified = Facts(result: "created", company: "identified", enrichment: "done", scoreVersion: 2)

    static func handedOut(
        _ assignment: String,
        seen: Int64 = 2,
        decision: String = "assigned",
        told: Facts.Told = .nobody
    ) -> Facts {
        var facts = identified
        (facts.assignment, facts.seenVersion, facts.decision, facts.told) = (assignment, seen, decision, told)
        return facts
    }

    @Test(arguments: [
        (Facts(), LeadStage.reading),
        (Facts(result: "refused"), .settled),
        (Facts(result: "to_identify", company: "to_identify"), .settled),
        (Facts(result: "created", company: "identified"), .enriching),
        (Facts(result: "created", company: "identified", enrichment: "unheard"), .enriching),
        (Facts(result: "created", company: "identified", enrichment: "done"), .scoring),
        (identified, .assigning),
        (handedOut("owned", seen: 1, told: .ended), .assigning),
        (handedOut("owned"), .telling),
        (handedOut("owned", told: .underWay), .telling),
        (handedOut("owned", told: .ended), .settled),
        (handedOut("owned", decision: "kept"), .settled),
        (handedOut("owned", decision: "kept", told: .underWay), .telling),
        (handedOut("pooled", decision: "pooled"), .settled),
        (handedOut("excluded", decision: "excluded"), .settled),
        (handedOut("unassignable", decision: "unassignable", told: .underWay), .telling),
        (handedOut("unassignable", decision: "unassignable", told: .ended), .settled),
    ])
    func aRowStandsAtTheFirstStageThatIsMissing(facts: Facts, stage: LeadStage) {
        #expect(LeadStage(facts) == stage)
    }

    @Test func anOpposedLeadIsSettledBeforeAnybodyLooksItUp() {
        var facts = Facts(result: "created", company: "identified", enrichment: "unheard")
        facts.assignment = "excluded"

        #expect(LeadStage(facts) == .settled)
    }

    @Test func theTallyNamesWhatIsMissingAndWhere() {
        let tally = StageTally([
            RowGroup(facts: Self.handedOut("pooled"), rows: 40, lines: [2, 3]),
            RowGroup(facts: Self.handedOut("owned"), rows: 2, lines: [17, 30]),
            RowGroup(facts: Self.identified, rows: 1, lines: [9]),
        ])

        #expect(!tally.isSettled)
        #expect(tally.stuck.map(\.line) == [9, 17, 30])
        #expect(
            tally.sentence == "40 of 43 rows settled, 1 not handed out yet (assignment), "
                + "2 its owner is not told yet (notifier)"
        )
    }
}
