import Contracts
import Foundation
import Testing

@testable import Assignment

@Suite struct RedistributionTests {
    @Test func thePoolIsDrawnByPriorityWhenANewDayBringsRoom() async throws {
        try await Scene.with { scene in
            let camille = try await scene.user("Camille Martin", capacity: 2)
            let leads = (1...5).map { LeadScored.sample(priority: $0) }
            try await scene.score(leads)
            #expect(try await scene.redistribute().isEmpty)

            let tomorrow = try await scene.redistribute(at: Scene.now.addingTimeInterval(86_400))

            let drawn = tomorrow.all(LeadAssigned.self)
            #expect(drawn.map(\.leadID) == [leads[2].leadID, leads[1].leadID])
            #expect(drawn.allSatisfy { $0.owner == camille && $0.announce })
            #expect(try await scene.redistribute(at: Scene.now.addingTimeInterval(86_400)).isEmpty)
        }
    }

    @Test func theLeadsOfAColleagueWhoLeftGoToAnother() async throws {
        try await Scene.with { scene in
            let camille = try await scene.user("Camille Martin")
            let lead = LeadScored.sample()
            try await scene.score([lead])
            let paul = try await scene.user("Paul Petit")
            try await scene.leave(camille)

            let events = try await scene.redistribute(camille)

            let event = try #require(events.all(LeadReassigned.self).first)
            #expect((event.owner, event.previousOwner) == (paul, camille))
            #expect(try await scene.clocks(of: lead.leadID) == ["closed", "running"])
            #expect(try await scene.redistribute(camille).isEmpty)
        }
    }

    @Test func withoutAnybodyElseTheyBecomeUnassignableAndAreTakenUpLater() async throws {
        try await Scene.with { scene in
            let camille = try await scene.user("Camille Martin")
            let lead = LeadScored.sample()
            try await scene.score([lead])
            try await scene.leave(camille)
            #expect(try await scene.redistribute().all(LeadUnassignable.self).count == 1)

            let paul = try await scene.user("Paul Petit")

            #expect(try await scene.redistribute(paul).all(LeadAssigned.self).map(\.owner) == [paul])
        }
    }

    @Test func anAbsentColleagueGetsNothingAndKeepsAllButCriticalUntouchedLeads() async throws {
        try await Scene.with { scene in
            let camille = try await scene.user("Camille Martin")
            let (normal, critical) = (LeadScored.sample(), LeadScored.sample(urgency: "critical"))
            let touched = LeadScored.sample(urgency: "critical")
            try await scene.score([normal, critical, touched])
            try await scene.call(touched.leadID, at: Scene.now)
            try await scene.absence(
                of: camille,
                from: Scene.now.addingTimeInterval(-60),
                until: Scene.now.addingTimeInterval(86_400)
            )
            #expect(try await scene.redistribute(camille).isEmpty)
            #expect(try await scene.score([.sample()]).all(LeadPooled.self).count == 1)

            let paul = try await scene.user("Paul Petit", capacity: 1)
            let events = try await scene.redistribute(paul)

            #expect(events.all(LeadReassigned.self).map(\.leadID) == [critical.leadID])
            #expect(try await scene.lead(normal.leadID)?.owner == camille)
            #expect(try await scene.lead(touched.leadID)?.owner == camille)
        }
    }

    @Test func aContactInTimeMeetsTheDeadlineAndALateOneBreachesIt() async throws {
        try await Scene.with { scene in
            try await scene.user("Camille Martin")
            let (early, late) = (LeadScored.sample(), LeadScored.sample())
            try await scene.score([early, late])

            try await scene.call(early.leadID, at: Scene.now.addingTimeInterval(3600))
            try await scene.call(late.leadID, at: Scene.now.addingTimeInterval(30 * 86_400))

            #expect(try await scene.clocks(of: early.leadID) == ["met"])
            #expect(try await scene.clocks(of: late.leadID) == ["breached"])
        }
    }

    @Test func aColleagueWhoComesAfterTheListGetsTheListsLeads() async throws {
        try await Scene.with { scene in
            let listed = (0..<3).map { _ in LeadScored.sample(owner: "Hélène PETIT") }
            let other = LeadScored.sample()
            #expect(try await scene.score(listed + [other]).all(LeadUnassignable.self).count == 4)

            let helene = try await scene.user("Helene Petit", capacity: 1)
            try await scene.user("Camille Martin")
            let events = try await scene.redistribute(helene).all(LeadAssigned.self)

            // Three leads for a capacity of one: whom the list names has them already.
            let kept = events.filter { !$0.announce }
            #expect(Set(kept.map(\.leadID)) == Set(listed.map(\.leadID)))
            #expect(kept.allSatisfy { $0.owner == helene })
            #expect(events.filter(\.announce).map(\.leadID) == [other.leadID])
            #expect(try await scene.clocks(of: listed[0].leadID).isEmpty)
        }
    }

    @Test func whomAListNamesIsFoundAlsoWhileNobodyHasRoom() async throws {
        try await Scene.with { scene in
            let lead = LeadScored.sample(owner: "Anne Durand")
            try await scene.user("Camille Martin", capacity: 0)
            try await scene.score([lead])

            let anne = try await scene.user("Anne Durand", role: "finance")

            #expect(try await scene.redistribute(anne).all(LeadAssigned.self).map(\.owner) == [anne])
        }
    }

    @Test func aPooledLeadThatALaterListGivesAnOwnerIsTheirs() async throws {
        try await Scene.with { scene in
            let camille = try await scene.user("Camille Martin", capacity: 1)
            let (first, pooled, unknown) = (LeadScored.sample(), LeadScored.sample(), LeadScored.sample())
            try await scene.score([first])
            #expect(try await scene.score([pooled, unknown]).all(LeadPooled.self).count == 2)
            var (listed, unlisted) = (pooled, unknown)
            (listed.version, listed.currentOwner) = (2, OwnerHint(text: "camille martin"))
            (unlisted.version, unlisted.currentOwner) = (2, OwnerHint(text: "Paul Petit"))

            let events = try await scene.score([listed, unlisted])

            #expect(events.count == 1)
            #expect(events.all(LeadAssigned.self).map(\.leadID) == [pooled.leadID])
            #expect(try await scene.lead(pooled.leadID)?.state == .owned(camille))
            #expect(try await scene.lead(unknown.leadID)?.state == .pooled)
        }
    }
}
