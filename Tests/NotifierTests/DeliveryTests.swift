import Contracts
import Foundation
import MessagingSupport
import Postgres
import ScriptedPeers
import Testing

@testable import Notifier

@Suite struct DeliveryTests {
    private func messageIDs(_ peer: MailPeer) -> [Substring] {
        peer.mails.all.flatMap { $0.split(separator: "\n").filter { $0.hasPrefix("Message-ID:") } }
    }

    @Test func afterACrashAColleagueIsToldOnceMoreUnderTheSameMessageID() async throws {
        let (scene, peer) = (try await Scene(), MailPeer())
        let server = try peer.listen()
        let config = try scene.config(smtp: server.smtp)
        try await scene.running(config) {
            try await scene.announce([assigned(to: scene.alice)])
            try await scene.settled(1)
            try await scene.crash()
            try await scene.settled(1)
        }
        #expect(messageIDs(peer).count == 2 && Set(messageIDs(peer)).count == 1)
        try await scene.running(config) {
            try await scene.crash()
            try await scene.settled(1, in: ["perhaps_sent"])
        }
        #expect(peer.mails.all.count == 2)
        #expect(try scene.announced(NotificationDelivered.self).map(\.perhaps).contains(true))
        await scene.end()
    }

    /// A message that is decided and not sent yet.
    private func decide(_ scene: Scene, _ config: NotifierConfig) async throws {
        try await scene.running(config, sending: false) {
            try await scene.announce([assigned(to: scene.alice)])
            try await scene.settled(1, in: ["pending"])
        }
    }

    @Test func whatALivingReplicaIsSendingIsLeftToIt() async throws {
        let (scene, peer) = (try await Scene(), MailPeer())
        let server = try peer.listen()
        let config = try scene.config(smtp: server.smtp)
        try await decide(scene, config)
        try await scene.crash(isAlive: true)
        try await scene.running(config) {
            try await scene.announce([assigned(to: scene.alice)])
            try await eventually("the other one is sent") {
                try await scene.rows().map(\.state).sorted() == ["sending", "sent"]
            }
        }
        #expect(peer.mails.all.count == 1)
        await scene.end()
    }

    @Test func afterACrashAProspectIsNeverWrittenToAgain() async throws {
        let (scene, peer) = (try await Scene(), MailPeer())
        let server = try peer.listen()
        let config = try scene.config(smtp: server.smtp)
        try await decide(scene, config)
        try await scene.admin.execute(unchecked: "UPDATE notification.messages SET recipient_kind = 'prospect'")
        try await scene.crash()
        try await scene.running(config) { try await scene.settled(1, in: ["perhaps_sent"]) }
        #expect(peer.mails.all.isEmpty)
        await scene.end()
    }

    @Test func aConnectionCutAfterTheMailIsAnsweredByOneMoreUnderTheSameMessageID() async throws {
        let (scene, peer) = (try await Scene(), MailPeer())
        let server = try ScriptedServer { connection in
            var peer = peer
            if connection.number == 1 { peer.deviations = [".": .cut] }
            peer.serve(connection)
        }
        try await scene.running(try scene.config(smtp: server.smtp)) {
            try await scene.announce([assigned(to: scene.alice)])
            try await eventually("an unknown end") {
                try await unknowns(scene) == 1 && !peer.mails.all.isEmpty
            }
            try await scene.hurry()
            try await scene.settled(1)
        }
        #expect(messageIDs(peer).count == 2 && Set(messageIDs(peer)).count == 1)
        await scene.end()
    }

    @Test func aTemporaryRefusalIsTriedAgainAfterFiveSeconds() async throws {
        let (scene, peer) = (try await Scene(), MailPeer())
        let server = try ScriptedServer { connection in
            var peer = peer
            if connection.number == 1 { peer.deviations = ["RCPT": .reply("450 4.2.0 later")] }
            peer.serve(connection)
        }
        try await scene.running(try scene.config(smtp: server.smtp)) {
            try await scene.announce([assigned(to: scene.alice)])
            var wait: [Double] = []
            try await eventually("a second attempt planned") {
                wait = try await pause(scene)
                return !wait.isEmpty
            }
            #expect(wait.allSatisfy { (3...20).contains($0) })
            try await scene.hurry()
            try await scene.settled(1)
        }
        #expect(try await scene.rows().map(\.state) == ["sent"])
        #expect(peer.mails.all.count == 1)
        await scene.end()
    }

    @Test func aRefusalForGoodIsAnnounced() async throws {
        let scene = try await Scene()
        let server = try MailPeer(deviations: ["RCPT": .reply("550 5.1.1 unknown")]).listen()
        let lead = assigned(to: scene.alice)
        try await scene.running(try scene.config(smtp: server.smtp)) {
            try await scene.announce([lead])
            try await eventually("the announcement") { try !scene.announced(NotificationFailed.self).isEmpty }
        }
        let failed = try #require(try scene.announced(NotificationFailed.self).first)
        #expect(failed.leadID == lead.leadID && failed.errorClass == "smtp_permanent")
        #expect(try await scene.rows().map(\.attempts) == [1])
        await scene.end()
    }

    @Test func slackIsGivenTheTimeItAsksFor() async throws {
        let scene = try await Scene()
        let requests = Recorder<String>()
        let server = try ScriptedServer { connection in
            while let request = connection.request() {
                requests.add(request)
                if requests.all.count == 1 {
                    connection.answer("429 Too Many Requests", headers: ["Retry-After: 1"])
                } else {
                    connection.answer(body: Array(#"{"ok":true,"ts":"1.2"}"#.utf8))
                }
            }
        }
        let config = try scene.config(slack: server.url, ["FILON_SLACK_TOKEN": "xoxb-test"])
        try await scene.running(config) {
            try await scene.announce([assigned(to: scene.alice, "Dupont <!channel> & fils")])
            try await scene.settled(1)
        }
        #expect(try await scene.rows().map(\.attempts) == [2])
        let last = try #require(requests.all.last)
        #expect(last.hasPrefix("POST /chat.postMessage") && last.contains("Bearer xoxb-test"))
        #expect(last.contains("UALICE") && last.contains("&lt;!channel&gt; &amp; fils"))
        await scene.end()
    }

    @Test(arguments: [nil, "nord"])
    func aSharedChannelReadsOnlyWhatItsDepartmentMayRead(department: String?) async throws {
        let scene = try await Scene()
        let requests = Recorder<String>()
        let server = try ScriptedServer { connection in
            while let request = connection.request() {
                requests.add(request)
                connection.answer(body: Array("ok".utf8))
            }
        }
        var more: [String: String] = [:]
        more["FILON_SLACK_DEPARTMENT"] = department
        try await scene.running(try scene.config(slack: server.url + "/hook", more)) {
            try await scene.announce([
                assigned(to: scene.alice, "Garage du Nord"), assigned(to: scene.chloe, "Garage du Sud", in: south),
            ])
            try await scene.settled(2)
        }
        let posts = requests.all
        #expect(posts.count == (department == nil ? 2 : 1))
        #expect(!posts.contains { $0.contains("Garage du Sud") })
        #expect(posts.contains { $0.contains("Garage du Nord") } == (department != nil))
        #expect(posts.contains { $0.contains("Alice") })
        await scene.end()
    }

    /// Seconds from the first attempt's end to the second, which may have begun already.
    private func pause(_ scene: Scene) async throws -> [Double] {
        try await scene.admin.query(
            """
            SELECT extract(epoch FROM coalesce(two.started_at, m.due_at) - one.ended_at)::float8
            FROM notification.messages AS m
                JOIN notification.deliveries AS one ON one.message_id = m.id AND one.attempt = 1
                LEFT JOIN notification.deliveries AS two ON two.message_id = m.id AND two.attempt = 2
            WHERE one.ended_at IS NOT NULL
            """
        ).values(as: Double.self)
    }

    private func unknowns(_ scene: Scene) async throws -> Int? {
        try await scene.admin.query("SELECT count(*) FROM notification.deliveries WHERE state = 'unknown'")
            .values(as: Int.self).first
    }
}
