import Contracts
import Foundation
import Testing

@testable import Assignment

@Suite struct AssignmentModelTests {
    private static func id(_ number: Int) -> UserID {
        UserID("00000000-0000-7000-8000-00000000000\(number)") ?? UserID()
    }

    private func colleague(
        _ number: Int,
        role: String = "sales",
        active: Bool = true,
        capacity: Int = 10,
        zones: [String] = [],
        skills: [String] = [],
        absentUntil: Date? = nil,
        assigned: Int = 0,
        last: Date? = nil
    ) -> Colleague {
        Colleague(
            id: Self.id(number),
            role: role,
            active: active,
            capacity: capacity,
            zones: zones,
            skills: skills,
            absentUntil: absentUntil,
            assignedToday: assigned,
            lastAssignedAt: last
        )
    }

    private func decide(
        _ colleagues: [Colleague],
        urgency: Urgency = .normal,
        departement: String? = "38",
        owner: ListedOwner? = nil
    ) -> Decision {
        let lead = LeadBrief(
            leadID: LeadID(),
            department: Scene.department,
            urgency: urgency,
            departement: departement,
            section: "F",
            listedOwner: owner
        )
        return AssignmentModel.decide(
            DecisionInputs(lead: lead, colleagues: colleagues, criticalOverflowPercent: 20)
        )
    }

    @Test func theLowestShareOfCapacityTakesTheLead() {
        let decision = decide([colleague(1, capacity: 10, assigned: 4), colleague(2, capacity: 20, assigned: 7)])

        #expect(decision.outcome == .assigned(Self.id(2)))
        #expect(decision.verdicts.map(\.taken) == [false, true])
        #expect(decision.verdicts[0].reason == "non retenu\u{202F}: charge plus élevée (4/10 leads)")
        #expect(decision.reasons == ["Charge la plus légère des 2 disponibles\u{202F}: 7/20 leads aujourd’hui"])
    }

    @Test func aSectorOfOnesOwnBeatsEverywhereEvenWhenMoreLoaded() {
        let decision = decide([colleague(1, assigned: 0), colleague(2, zones: ["38"], assigned: 9)])

        #expect(decision.outcome == .assigned(Self.id(2)))
        #expect(decision.reasons.first == "Secteur attitré\u{202F}: département 38")
    }

    @Test func equalLoadsGoToWhoWaitedLongestThenToTheFirstIdentifier() {
        let earlier = Date(timeIntervalSince1970: 1000)
        let later = Date(timeIntervalSince1970: 2000)

        #expect(decide([colleague(1, last: later), colleague(2, last: earlier)]).outcome == .assigned(Self.id(2)))
        #expect(decide([colleague(1, last: earlier), colleague(2)]).outcome == .assigned(Self.id(2)))
        #expect(decide([colleague(2), colleague(1)]).outcome == .assigned(Self.id(1)))
    }

    @Test func everyObstacleIsSaidInFrench() {
        let until = Date(timeIntervalSince1970: 1_774_648_800)  // 28/03 at midnight in Paris
        let decision = decide([
            colleague(1, active: false), colleague(2, role: "manager"), colleague(3, capacity: 0),
            colleague(4, zones: ["75"]), colleague(5, skills: ["G"]), colleague(6, absentUntil: until),
            colleague(7, capacity: 30, assigned: 30), colleague(8),
        ])

        #expect(decision.outcome == .assigned(Self.id(8)))
        #expect(
            decision.verdicts.dropLast().map(\.reason) == [
                "écarté\u{202F}: compte inactif", "écarté\u{202F}: ne prospecte pas dans ce service",
                "écarté\u{202F}: ne prend pas de leads", "écarté\u{202F}: hors secteur (38)",
                "non retenu\u{202F}: un collègue suit cette activité", "écarté\u{202F}: absent jusqu’au 27/03",
                "écarté\u{202F}: 30/30 leads aujourd’hui",
            ]
        )
    }

    @Test func whoFollowsTheTradeComesFirstAndALeadNobodyFollowsStillGoesToSomebody() {
        #expect(decide([colleague(1, skills: ["G"]), colleague(2, skills: ["F"])]).outcome == .assigned(Self.id(2)))
        #expect(decide([colleague(1, skills: ["G"])]).outcome == .assigned(Self.id(1)))
        let sector = decide([colleague(1, skills: ["F"]), colleague(2, zones: ["38"], skills: ["G"])])
        #expect(sector.outcome == .assigned(Self.id(2)))
    }

    @Test func managersTakeLeadsOnlyWhereNobodySells() {
        #expect(decide([colleague(1, role: "manager")]).outcome == .assigned(Self.id(1)))
        #expect(decide([colleague(1, role: "manager"), colleague(2, assigned: 10)]).outcome == .pooled)
    }

    @Test(arguments: [
        (Urgency.critical, 10, true), (.critical, 11, true), (.critical, 12, false), (.high, 9, true),
        (.high, 10, false),
    ])
    func aCriticalLeadMayExceedTheCapacityByAFifth(urgency: Urgency, assigned: Int, taken: Bool) {
        let decision = decide([colleague(1, capacity: 10, assigned: assigned)], urgency: urgency)

        #expect(decision.outcome == (taken ? .assigned(Self.id(1)) : .pooled))
    }

    @Test func nobodyWhoCouldEverTakeItMakesALeadUnassignable() {
        #expect(decide([]).reasons == ["Aucun commercial actif dans ce service"])
        #expect(decide([]).outcome == .unassignable)
        #expect(decide([colleague(1, zones: ["75"])]).outcome == .unassignable)
        #expect(decide([colleague(1, zones: ["75"])]).reasons == ["Aucun commercial ne couvre le département 38"])
        #expect(decide([colleague(1, zones: ["75"])], departement: nil).outcome == .assigned(Self.id(1)))
    }

    @Test func theListsOwnerIsKeptAlsoWhenFullAndAbsent() {
        let away = colleague(1, absentUntil: Date(timeIntervalSince1970: 2_000_000_000), assigned: 10)
        let decision = decide([away, colleague(2)], owner: .found(Self.id(1)))

        #expect(decision.outcome == .kept(Self.id(1)))
    }

    @Test func anUnknownOwnerIsSaidAndDecidedAsUsual() {
        let decision = decide([colleague(1)], owner: .unknown)

        #expect(decision.outcome == .assigned(Self.id(1)))
        #expect(decision.reasons.last == "Propriétaire indiqué par la liste\u{202F}: inconnu dans ce service")
    }

    @Test func leadsAreSharedInProportionToCapacity() {
        var desk = Desk()
        for (number, capacity) in [(1, 200), (2, 400), (3, 800)] {
            desk.add(colleague(number, capacity: capacity), department: Scene.department, email: "", name: "")
        }
        for second in 0..<700 {
            let lead = LeadBrief(leadID: LeadID(), department: Scene.department, urgency: .normal)
            let decision = AssignmentModel.decide(
                DecisionInputs(
                    lead: lead,
                    colleagues: desk.colleagues(of: Scene.department),
                    criticalOverflowPercent: 0
                )
            )
            guard let chosen = decision.chosen else { continue }
            desk.count(lead, to: chosen, now: Date(timeIntervalSince1970: Double(second)))
        }

        #expect(desk.colleagues(of: Scene.department).map(\.assignedToday) == [100, 200, 400])
    }
}
