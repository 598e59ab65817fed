import Contracts
import MessagingSupport
import Postgres
import ScriptedPeers
import Testing

@testable import Notifier

@Suite struct DigestTests {
    @Test func manyLeadsAtOnceAreOneMailWithALineEach() async throws {
        let (scene, peer) = (try await Scene(), MailPeer())
        let server = try peer.listen()
        let config = try scene.config(smtp: server.smtp, ["FILON_NOTIFIER_DIGEST_SECONDS": "0"])
        let leads = (1...40).map { assigned(to: scene.alice, "Entreprise \($0)") }
        try await scene.running(config, sending: false) {
            try await scene.announce(leads)
            try await scene.settled(40, in: ["pending"])
        }
        try await scene.running(config) {
            try await scene.settled(41)
            try await eventually("every announcement") { try scene.announced(NotificationDelivered.self).count == 41 }
        }
        #expect(peer.mails.all.count == 1)
        let lines = try await scene.rows().filter { $0.kind == "lead_assigned" }
        #expect(lines.allSatisfy { $0.isLine && $0.state == "digested" })
        let told = try scene.announced(NotificationDelivered.self).filter { $0.channel == "digest" }
        #expect(Set(told.compactMap(\.leadID)) == Set(leads.map(\.leadID)))
        await scene.end()
    }

    @Test func theFirstLeadsGoAtOnceAndFurtherOnesWaitForTheWindow() async throws {
        let (scene, peer) = (try await Scene(), MailPeer())
        let server = try peer.listen()
        let config = try scene.config(smtp: server.smtp, ["FILON_NOTIFIER_DIGEST_ABOVE": "2"])
        try await scene.running(config) {
            try await scene.announce((1...6).map { assigned(to: scene.alice, "Entreprise \($0)") })
            try await eventually("two mails and four that wait") {
                let states = try await scene.rows().map(\.state)
                return states.filter { $0 == "sent" }.count == 2 && states.filter { $0 == "pending" }.count == 4
            }
            #expect(peer.mails.all.count == 2)
            // As if the window had ended.
            try await scene.admin.execute(unchecked: "UPDATE notification.windows SET until = now()")
            try await scene.hurry()
            try await scene.settled(7)
        }
        #expect(peer.mails.all.count == 3)
        #expect(try await scene.rows().filter(\.isLine).count == 4)
        await scene.end()
    }

    @Test func theLinesOfADigestThatNobodyTakesFailWithIt() async throws {
        let scene = try await Scene()
        let server = try MailPeer(deviations: ["RCPT": .reply("550 no")]).listen()
        let config = try scene.config(smtp: server.smtp, ["FILON_NOTIFIER_DIGEST_SECONDS": "0"])
        try await scene.running(config, sending: false) {
            try await scene.announce((1...8).map { assigned(to: scene.alice, "Entreprise \($0)") })
            try await scene.settled(8, in: ["pending"])
        }
        try await scene.running(config) { try await scene.settled(9, in: ["failed"]) }
        #expect(try scene.announced(NotificationFailed.self).count == 9)
        await scene.end()
    }

    @Test func twoThousandLeadsOfTwoOwnersAreAFewMails() async throws {
        let (scene, peer) = (try await Scene(), MailPeer())
        let server = try peer.listen()
        let config = try scene.config(smtp: server.smtp, ["FILON_NOTIFIER_DIGEST_SECONDS": "0"])
        let leads = (0..<2000).map { assigned(to: $0 % 2 == 0 ? scene.alice : scene.ben, "Entreprise \($0)") }
        let start = ContinuousClock.now
        try await scene.running(config) {
            try await scene.announce(leads)
            try await eventually("every lead told", within: .seconds(60)) {
                let told = try await scene.admin.query(
                    "SELECT count(*) FROM notification.messages WHERE lead_id IS NOT NULL AND ended_at IS NOT NULL"
                ).values(as: Int.self).first
                return told == 2000
            }
        }
        print("2000 leads told in \(ContinuousClock.now - start) by \(peer.mails.all.count) mails")
        #expect(peer.mails.all.count < 200)
        await scene.end()
    }
}
