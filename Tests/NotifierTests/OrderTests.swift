import Contracts
import Foundation
import MessagingSupport
import Postgres
import ScriptedPeers
import Testing

@testable import Notifier

@Suite struct OrderTests {
    /// One lead's story: given to Alice, taken over by Ben; another's company objects; a third is repeated.
    private func story(_ scene: Scene) -> [any Event] {
        let (lead, company, opposed) = (LeadID(), CompanyID(), CompanyID())
        let taken = LeadReassigned(
            leadID: lead,
            companyID: company,
            department: north,
            owner: scene.ben,
            previousOwner: scene.alice,
            decisionID: DecisionID(),
            reasons: [],
            card: card(),
            dueAt: monday,
            version: 2
        )
        let third = assigned(to: scene.ben)
        return [
            assigned(to: scene.alice, lead: lead, company: company), taken, assigned(to: scene.alice, company: opposed),
            ObjectionRecorded(scope: "company", companyID: opposed, source: "test", at: monday), third, third,
        ]
    }

    @Test func anyOrderOfTheSameEventsTellsTheSame() async throws {
        var outcomes: Set<[String]> = []
        for seed in 0..<5 {
            var generator = SeededGenerator(state: UInt64(seed))
            let (scene, peer) = (try await Scene(), MailPeer())
            let server = try peer.listen()
            let config = try scene.config(smtp: server.smtp)
            try await scene.running(config, sending: false) {
                for event in story(scene).shuffled(using: &generator) {
                    try await scene.announce([event])
                }
                try await scene.settled(5, in: ["pending", "suppressed"])
                try await eventually("the objection") {
                    try await scene.admin.query("SELECT FROM notification.suppressions").count == 1
                }
            }
            try await scene.running(config) { try await scene.settled(5) }
            let names = [scene.alice.rawValue: "alice", scene.ben.rawValue: "ben"]
            outcomes.insert(
                try await scene.rows().map { row in
                    "\(row.kind) \(row.recipient.flatMap { names[$0] } ?? "-") \(row.state) \(row.reason ?? "")"
                }.sorted()
            )
            await scene.end()
        }
        #expect(
            outcomes == [
                [
                    "lead_assigned alice suppressed opposed", "lead_assigned alice suppressed superseded",
                    "lead_assigned ben sent ", "lead_reassigned ben sent ", "lead_taken alice sent ",
                ]
            ]
        )
    }

    @Test func anErasedPersonLeavesNoTextBehind() async throws {
        let (scene, peer) = (try await Scene(), MailPeer())
        let server = try peer.listen()
        let company = CompanyID()
        let erased = PersonErased(
            contactID: ContactID(),
            companyID: company,
            addressFingerprints: [String(repeating: "ab", count: 32), "no"],
            at: monday
        )
        try await scene.running(try scene.config(smtp: server.smtp)) {
            try await scene.announce([assigned(to: scene.alice, company: company)])
            try await scene.settled(1)
            try await scene.announce([erased, erased])
            try await eventually("no text") {
                try await scene.admin.query(
                    "SELECT FROM notification.messages WHERE num_nulls(subject, notice, body_text, body_html) < 4"
                ).isEmpty
            }
        }
        let kept = try await scene.admin.query("SELECT kind, reason FROM notification.suppressions")
            .map { try $0.decode(String.self, String.self) }
        #expect(kept.map { "\($0) \($1)" } == ["address erased"])
        await scene.end()
    }
}

/// The same shuffles at every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
