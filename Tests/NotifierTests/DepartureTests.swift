import Contracts
import Foundation
import FrenchBusiness
import Messaging
import MessagingSupport
import Postgres
import ScriptedPeers
import Testing

@testable import Notifier

/// A company that ended, objected or left while somebody was about to be told to call it.
@Suite struct DepartureTests {
    private func stuck(_ company: CompanyID, owner: UserID) -> DealStuck {
        DealStuck(
            dealID: DealID(),
            leadID: LeadID(),
            companyID: company,
            department: north,
            owner: owner,
            title: "Toiture",
            stage: "proposal",
            businessDays: 22,
            limitBusinessDays: 5,
            since: monday,
            suggestion: "Relancer"
        )
    }

    private func ceased(_ company: CompanyID) throws -> CompanyCeased {
        CompanyCeased(
            companyID: company,
            siren: try #require(SIREN("732829320")),
            reason: "ceased",
            source: "test",
            at: monday
        )
    }

    /// Kind, state and reason of every message.
    private func said(_ scene: Scene) async throws -> [String] {
        try await scene.rows().map { "\($0.kind) \($0.state) \($0.reason ?? "")" }.sorted()
    }

    @Test func whatWaitsIsNotSaidOfACompanyThatLeft() async throws {
        let scene = try await Scene()
        let (ended, gone) = (CompanyID(), CompanyID())
        try await scene.running(try scene.config(smtp: "smtp://127.0.0.1:9"), sending: false) {
            try await scene.announce([
                assigned(to: scene.alice, company: ended), stuck(ended, owner: scene.ben),
                assigned(to: scene.alice, company: gone), assigned(to: scene.chloe, company: gone, in: south),
                assigned(to: scene.ben),
            ])
            try await scene.settled(5, in: ["pending"])

            try await scene.announce([
                try ceased(ended),
                CompanyWithdrawn(companyID: gone, department: north, reason: "import_undone", version: 2),
            ])

            try await eventually("three are silenced") {
                try await scene.rows().count { $0.state == "suppressed" } == 3
            }
        }
        #expect(
            try await said(scene) == [
                "deal_stuck suppressed ceased", "lead_assigned pending ", "lead_assigned pending ",
                "lead_assigned suppressed ceased", "lead_assigned suppressed withdrawn",
            ]
        )
        #expect(try await scene.rows().first { $0.recipient == scene.chloe.rawValue }?.state == "pending")
        await scene.end()
    }

    /// The news of the company may be heard first, and a company may come back.
    @Test func whatWasDecidedBeforeIsSilentAndWhatIsDecidedLaterIsTold() async throws {
        let (scene, peer) = (try await Scene(), MailPeer())
        let server = try peer.listen()
        let (ended, gone, lead) = (CompanyID(), CompanyID(), LeadID())
        let taken = LeadReassigned(
            leadID: lead,
            companyID: gone,
            department: north,
            owner: scene.ben,
            previousOwner: scene.alice,
            decisionID: DecisionID(),
            reasons: [],
            card: card(),
            dueAt: monday,
            version: 2
        )
        let events: [any Event] = [assigned(to: scene.alice, company: ended), taken]
        let earlier = try events.map { try OutgoingMessage($0, cause: .root) }
        try await scene.running(try scene.config(smtp: server.smtp)) {
            try await scene.announce([
                try ceased(ended), CompanyWithdrawn(companyID: gone, reason: "import_undone", version: 2),
            ])
            try await eventually("both are known") {
                try await scene.admin.query("SELECT FROM notification.departures").count == 2
            }
            _ = await scene.broker.publisher(name: "test").publish(earlier)
            try await scene.settled(3)
            try await scene.announce([assigned(to: scene.ben, lead: lead, company: gone, version: 3)])
            try await scene.settled(4)
        }
        #expect(
            try await said(scene) == [
                "lead_assigned sent ", "lead_assigned suppressed ceased", "lead_reassigned suppressed withdrawn",
                "lead_taken suppressed withdrawn",
            ]
        )
        await scene.end()
    }

    @Test func nobodyIsToldToChaseADealOfACompanyThatObjected() async throws {
        let (scene, peer) = (try await Scene(), MailPeer())
        let server = try peer.listen()
        let (before, after) = (CompanyID(), CompanyID())
        let config = try scene.config(smtp: server.smtp)
        try await scene.running(config, sending: false) {
            try await scene.announce([stuck(before, owner: scene.alice)])
            try await scene.settled(1, in: ["pending"])
            try await scene.announce(
                [before, after].map {
                    ObjectionRecorded(scope: "company", companyID: $0, source: "test", at: monday)
                }
            )
            try await eventually("both objections") {
                try await scene.admin.query("SELECT FROM notification.suppressions").count == 2
            }
            #expect(try await said(scene) == ["deal_stuck suppressed opposed"])
        }
        try await scene.running(config) {
            try await scene.announce([stuck(after, owner: scene.alice)])
            try await scene.settled(2)
        }
        #expect(try await said(scene) == ["deal_stuck suppressed opposed", "deal_stuck suppressed opposed"])
        await scene.end()
    }
}
