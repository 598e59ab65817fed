import Contracts
import Foundation
import MessagingSupport
import Postgres
import ScriptedPeers
import Testing

@testable import Notifier

@Suite struct TellingTests {
    @Test func anOwnerIsToldByMailAndTheWorldHearsOfIt() async throws {
        let (scene, peer) = (try await Scene(), MailPeer())
        let server = try peer.listen()
        let lead = assigned(to: scene.alice)
        try await scene.running(try scene.config(smtp: server.smtp)) {
            try await scene.announce([lead])
            try await scene.settled(1)
            try await eventually("the announcement") { try !scene.announced(NotificationDelivered.self).isEmpty }
        }
        #expect(peer.commands.all.contains("RCPT TO:<alice@filon.test>"))
        #expect(peer.mails.all.count == 1)
        let delivered = try #require(try scene.announced(NotificationDelivered.self).first)
        #expect(delivered.leadID == lead.leadID && delivered.recipient == scene.alice && !delivered.perhaps)
        #expect(delivered.channel == "email" && delivered.kind == "lead_assigned")
        await scene.end()
    }

    /// All departments share the model, so that no department's managers are asked.
    @Test func administratorsAreToldWhenTheModelsAlarmBeginsAndWhenItIsOver() async throws {
        let (scene, peer) = (try await Scene(), MailPeer())
        let server = try peer.listen()
        func alarm(_ isStanding: Bool, _ version: Int64) -> ModelAlarmChanged {
            ModelAlarmChanged(
                kind: "drifting",
                isStanding: isStanding,
                version: version,
                text: "Dérive",
                english: "Drift",
                at: monday
            )
        }
        try await scene.running(try scene.config(smtp: server.smtp)) {
            try await scene.announce([alarm(true, 7), alarm(true, 7), alarm(false, 9)])
            try await scene.settled(2)
        }
        #expect(peer.commands.all.count { $0 == "RCPT TO:<ada@filon.test>" } == 2)
        #expect(peer.mails.all.count == 2)
        await scene.end()
    }

    @Test func whateverIsRepeatedTheOwnerIsToldOnce() async throws {
        let (scene, peer) = (try await Scene(), MailPeer())
        let server = try peer.listen()
        let lead = assigned(to: scene.alice)
        try await scene.running(try scene.config(smtp: server.smtp)) {
            try await scene.announce([lead, lead])
            try await scene.settled(1)
            try await scene.announce([lead, assigned(to: scene.ben)])
            try await scene.settled(2)
        }
        #expect(peer.mails.all.count == 2)
        await scene.end()
    }

    @Test func whoHadTheLeadAlreadyIsNotTold() async throws {
        let (scene, peer) = (try await Scene(), MailPeer())
        let server = try peer.listen()
        try await scene.running(try scene.config(smtp: server.smtp)) {
            try await scene.announce([assigned(to: scene.alice, announce: false)])
            try await scene.settled(1)
        }
        #expect(try await scene.rows().map(\.reason) == ["already_known"])
        #expect(peer.mails.all.isEmpty)
        await scene.end()
    }

    @Test func withoutAChannelSilenceHasAReasonAndOneWarning() async throws {
        let scene = try await Scene()
        try await scene.running(try scene.config()) {
            try await scene.announce([assigned(to: scene.alice), assigned(to: scene.ben)])
            try await scene.settled(2)
        }
        #expect(try await scene.rows().map(\.reason) == ["no_channel", "no_channel"])
        #expect(scene.log.text.components(separatedBy: "no channel is configured").count == 2)
        await scene.end()
    }

    @Test func nobodyOutsideTheDepartmentIsToldUnlessMemberOrAdministrator() async throws {
        let (scene, peer) = (try await Scene(), MailPeer())
        let server = try peer.listen()
        let unassignable = LeadUnassignable(
            leadID: LeadID(),
            companyID: CompanyID(),
            department: north,
            decisionID: DecisionID(),
            reasons: [],
            card: card(),
            version: 1
        )
        try await scene.running(try scene.config(smtp: server.smtp)) {
            try await scene.announce([
                assigned(to: scene.chloe), assigned(to: scene.administrator), unassignable,
            ])
            try await scene.settled(3)
            let (chloe, admin) = (scene.chloe.rawValue, scene.admin)
            try await admin.execute(
                "INSERT INTO people.user_departments (user_id, department_id) VALUES ($1, 'nord')",
                chloe
            )
            try await scene.announce([assigned(to: scene.chloe)])
            try await scene.settled(4)
        }
        let told = peer.commands.all.filter { $0.hasPrefix("RCPT") }.sorted()
        #expect(told == ["ada", "chloe", "manon"].map { "RCPT TO:<\($0)@filon.test>" })
        #expect(try await scene.rows().filter { $0.state == "suppressed" }.map(\.reason) == ["not_in_department"])
        await scene.end()
    }

    @Test func aMutedKindIsSilentAndNothingPersonalIsLogged() async throws {
        let scene = try await Scene()
        let refusing = try MailPeer(deviations: ["RCPT": .reply("550 alice@filon.test is unknown")]).listen()
        let ben = scene.ben.rawValue
        try await scene.admin.execute(
            """
            INSERT INTO notification.preferences (user_id, kind, department_id, channels)
            VALUES ($1, 'lead_assigned', 'nord', '{}')
            """,
            ben
        )
        try await scene.running(try scene.config(smtp: refusing.smtp)) {
            try await scene.announce([assigned(to: scene.alice), assigned(to: scene.ben)])
            try await scene.settled(2)
        }
        #expect(Set(try await scene.rows().map(\.reason)) == ["muted", "smtp_permanent"])
        #expect(scene.log.text.contains("a message was given up"))
        for secret in ["alice", "Alice", "Dupont", "filon.test"] { #expect(!scene.log.text.contains(secret)) }
        await scene.end()
    }
}
