import Contracts
import Foundation
import Testing

@testable import Assignment

/// A lead whose company's status was read long ago waits until the register was read again.
@Suite struct StatusTests {
    private static func ago(days: Double, from now: Date = Scene.now) -> Date { now.addingTimeInterval(-days * 86_400) }

    private func state(_ lead: LeadScored, _ scene: Scene) async throws -> LeadRow.State? {
        try await scene.lead(lead.leadID)?.state
    }

    @Test func whoWasReadLatelyIsHandedOutAtOnce() async throws {
        try await Scene.with { scene in
            try await scene.user("Camille Martin")

            let events = try await scene.score([.sample(readAt: Self.ago(days: 29)), .sample()])

            #expect(events.all(LeadAssigned.self).count == 2 && events.count == 2)
        }
    }

    @Test func anAgedOneIsHeldAskedAboutAndHandedOutOnceRead() async throws {
        try await Scene.with { scene in
            let camille = try await scene.user("Camille Martin")
            let lead = LeadScored.sample(readAt: Self.ago(days: 31))

            let first = try await scene.score([lead])

            #expect(first.all(LeadPooled.self).first?.reasons.first?.contains("plus de 30 jours") == true)
            let asked = first.all(EnrichmentRequested.self)
            #expect(asked.map(\.companyID) == [lead.companyID] && asked.map(\.reason) == ["status_aged"])
            #expect(first.count == 2)
            #expect(try await scene.redistribute(at: Scene.now.addingTimeInterval(60)).isEmpty)
            let hour = Scene.now.addingTimeInterval(3601)
            #expect(try await scene.redistribute(at: hour).all(EnrichmentRequested.self).count == 1)
            // Another score without a newer reading changes nothing.
            var rescored = lead
            (rescored.version, rescored.priority) = (2, 70)
            #expect(try await scene.score([rescored], at: hour).isEmpty)

            let read = LeadScored.sample(lead.leadID, company: lead.companyID, version: 3, readAt: hour)
            let events = try await scene.score([read], at: hour)

            #expect(events.all(LeadAssigned.self).map(\.owner) == [camille] && events.count == 1)
            let row = try await scene.lead(lead.leadID)
            #expect(row?.heldSince == nil && row?.askedAt == nil)
        }
    }

    /// The pool is old; what was read lately passes it by.
    @Test func thePoolIsReadAgainBeforeItIsDrawn() async throws {
        try await Scene.with { scene in
            try await scene.user("Camille Martin", capacity: 1)
            let first = LeadScored.sample(priority: 99, readAt: Scene.now)
            let (old, lower) = (
                LeadScored.sample(priority: 80, readAt: Scene.now),
                LeadScored.sample(priority: 10, readAt: Self.ago(days: -20))
            )
            try await scene.score([first, old, lower])
            let later = Scene.now.addingTimeInterval(40 * 86_400)

            let events = try await scene.redistribute(at: later)

            #expect(events.all(LeadAssigned.self).map(\.leadID) == [lower.leadID])
            #expect(events.all(EnrichmentRequested.self).map(\.companyID) == [old.companyID])
            #expect(try await state(old, scene) == .pooled)
            // Read again while nobody has room: back in the pool, with the usual reason.
            let read = LeadScored.sample(old.leadID, company: old.companyID, priority: 80, version: 2, readAt: later)
            let pooled = try await scene.score([read], at: later)
            #expect(pooled.all(LeadPooled.self).first?.reasons.first?.contains("Personne") == true)
            let tomorrow = later.addingTimeInterval(86_400)
            #expect(try await scene.redistribute(at: tomorrow).all(LeadAssigned.self).map(\.leadID) == [old.leadID])
        }
    }

    @Test func whenNoRegisterAnswersForLongSomebodyIsTold() async throws {
        try await Scene.with { scene in
            try await scene.user("Camille Martin")
            let lead = LeadScored.sample(readAt: Self.ago(days: 31))
            try await scene.score([lead])
            let late = Scene.now.addingTimeInterval(2 * 86_400 + 1)

            let events = try await scene.redistribute(at: late)
            let again = try await scene.redistribute(at: late.addingTimeInterval(7200))
            let nextDay = try await scene.redistribute(at: late.addingTimeInterval(86_401))

            let alert = try #require(events.all(LeadUnassignable.self).first)
            #expect(alert.reasons.first?.contains("Aucun registre ne répond") == true)
            #expect(again.isEmpty)
            #expect(nextDay.all(EnrichmentRequested.self).count == 1 && nextDay.count == 1)
            let read = LeadScored.sample(lead.leadID, company: lead.companyID, version: 2, readAt: late)
            #expect(try await scene.score([read], at: late).all(LeadAssigned.self).count == 1)
        }
    }

    @Test func aReadingThatForbidsProspectingExcludes() async throws {
        try await Scene.with { scene in
            try await scene.user("Camille Martin")
            let lead = LeadScored.sample(readAt: Self.ago(days: 31))
            try await scene.score([lead])
            let forbidden = LeadScored.sample(
                lead.leadID,
                company: lead.companyID,
                exclusion: Exclusion(code: "not_diffusible", text: "Diffusion partielle"),
                version: 2,
                readAt: Scene.now
            )

            #expect(try await scene.score([forbidden]).all(LeadAssigned.self).isEmpty)

            let row = try await scene.lead(lead.leadID)
            #expect(row?.bar?.code == "not_diffusible" && row?.heldSince == nil)
            #expect(try await scene.redistribute(at: Scene.now.addingTimeInterval(86_400)).isEmpty)
        }
    }

    @Test func theAgedLeadOfAColleagueWhoLeftWaitsToo() async throws {
        try await Scene.with { scene in
            let camille = try await scene.user("Camille Martin")
            let lead = LeadScored.sample(readAt: Scene.now)
            try await scene.score([lead])
            try await scene.user("Paul Petit")
            try await scene.leave(camille)

            let events = try await scene.redistribute(camille, at: Scene.now.addingTimeInterval(31 * 86_400))

            #expect(events.all(LeadReassigned.self).isEmpty && events.all(LeadPooled.self).count == 1)
            #expect(events.all(EnrichmentRequested.self).count == 1)
            #expect(try await scene.clocks(of: lead.leadID) == ["closed"])
        }
    }

    /// Registers are read at their own pace, not at the pool's.
    @Test func onlySoManyReadingsAreAskedForAtOnce() async throws {
        try await Scene.with { scene in
            try await scene.user("Camille Martin", capacity: 500)
            let held = StatusAge.together + 30
            let aged = (0..<held).map { _ in LeadScored.sample(priority: 90, readAt: Self.ago(days: 31)) }

            let first = try await scene.score(aged)
            let full = try await scene.redistribute(at: Scene.now.addingTimeInterval(30))
            let read = try #require(first.all(EnrichmentRequested.self).first)
            let lead = try #require(aged.first { $0.companyID == read.companyID })
            let answer = LeadScored.sample(lead.leadID, company: lead.companyID, version: 2, readAt: Scene.now)
            _ = try await scene.score([answer])
            let next = try await scene.redistribute(at: Scene.now.addingTimeInterval(60))

            #expect(first.all(EnrichmentRequested.self).count == StatusAge.together)
            #expect(first.all(LeadPooled.self).count == held)
            #expect(full.isEmpty)
            #expect(next.all(EnrichmentRequested.self).count == 1 && next.count == 1)
        }
    }
}
