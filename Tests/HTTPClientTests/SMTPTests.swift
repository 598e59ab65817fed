import Foundation
import HTTPClient
import ScriptedPeers
import Testing

@Suite struct SMTPTests {
    @Test func aMailIsTakenOver() async throws {
        let peer = MailPeer()
        let server = try peer.listen()
        var mail = message()
        mail.text = "Voilà :\n.\n..\n.fin"

        let receipt = try await client().send(mail, through: plain(server))

        #expect(receipt.replyCode == 250)
        #expect(receipt.serverText == "2.0.0 Ok: queued as 4F1A")
        #expect(
            peer.commands.all.prefix(4) == [
                "EHLO filon.test", "MAIL FROM:<lea@filon.test>", "RCPT TO:<zoe@client.test>", "DATA",
            ]
        )
        let text = try #require(peer.mails.all.first)
        #expect(text.contains("Message-ID: <0198-abc@filon.test>\n"))
        #expect(text.contains("Subject: =?utf-8?Q?Votre_rendez-vous_d=E2=80=99=C3=A9t=C3=A9?=\n"))
        // Each leading dot doubled (RFC 5321, section 4.5.2).
        #expect(text.hasSuffix("\nVoil=C3=A0 :\n..\n...\n..fin"))
    }

    @Test func mailsOneAfterTheOtherShareASession() async throws {
        let peer = MailPeer()
        let server = try peer.listen()
        let client = client()

        for _ in 0..<3 { _ = try await client.send(message(), through: plain(server)) }

        #expect(peer.mails.all.count == 3)
        #expect(server.connections == 1)
        await client.close()
    }

    struct Refusal: Sendable {
        let moment: String
        let reply: String
        let code: SMTPError.Code
        let replyCode: Int
        var status: String?
    }

    @Test(arguments: [
        Refusal(moment: "RCPT", reply: "450 4.2.0 Grey", code: .temporary, replyCode: 450, status: "4.2.0"),
        Refusal(
            moment: "RCPT",
            reply: "550-5.1.1 No\r\n550 5.1.1 user",
            code: .permanent,
            replyCode: 550,
            status: "5.1.1"
        ),
        Refusal(moment: "MAIL", reply: "421 4.3.2 Bye", code: .temporary, replyCode: 421, status: "4.3.2"),
        Refusal(moment: "greeting", reply: "421 Too many", code: .temporary, replyCode: 421),
        Refusal(moment: "greeting", reply: "554 Go away", code: .permanent, replyCode: 554),
        Refusal(moment: "DATA", reply: "451 4.3.0 Later", code: .temporary, replyCode: 451, status: "4.3.0"),
        Refusal(moment: ".", reply: "552 5.3.4 Too big", code: .permanent, replyCode: 552, status: "5.3.4"),
        Refusal(moment: ".", reply: "452 4.3.1 Full", code: .temporary, replyCode: 452, status: "4.3.1"),
    ])
    func aRefusalKeepsItsCode(refusal: Refusal) async throws {
        let server = try MailPeer(deviations: [refusal.moment: .reply(refusal.reply)]).listen()

        let error = try await failure(message(), plain(server))

        #expect(error.code == refusal.code)
        #expect(error.replyCode == refusal.replyCode)
        #expect(error.enhancedStatus == refusal.status)
        #expect(error.isRetriable == (refusal.code == .temporary))
        #expect(!error.perhapsSent)
    }

    @Test func theServersWordsStayOutOfTheError() async throws {
        let server = try MailPeer(deviations: ["RCPT": .reply("550 zoe@client.test is unknown")]).listen()

        let error = try await failure(message(), plain(server))

        #expect("\(error)" == "smtp permanent at 127.0.0.1 with 550")
        #expect(!String(reflecting: error).contains("zoe"))
    }

    @Test func userAndPasswordAreGiven() async throws {
        let peer = MailPeer(capabilities: ["AUTH PLAIN"])
        let server = try peer.listen()

        _ = try await client().send(message(), through: plain(server, user: "filon", password: "sésame"))

        let secret = Data("\0filon\0sésame".utf8).base64EncodedString()
        #expect(peer.commands.all[1...2] == ["AUTH PLAIN", secret])
        #expect(peer.mails.all.count == 1)
    }

    @Test(arguments: [("535 5.7.8 Bad credentials", false), ("454 4.7.0 Not now", true)])
    func aRefusedPasswordIsAnAuthenticationError(reply: String, isRetriable: Bool) async throws {
        var peer = MailPeer(capabilities: ["AUTH PLAIN"])
        peer.deviations = ["secret": .reply(reply)]
        let server = try peer.listen()

        let error = try await failure(message(), plain(server, user: "filon", password: "no"))

        #expect(error.code == .authentication)
        #expect(error.isRetriable == isRetriable)
        #expect(peer.mails.all.isEmpty)
    }

    @Test(arguments: [SMTPServer.StartTLS.required, .whereOffered])
    func aPasswordNeverGoesOverAnOpenLine(policy: SMTPServer.StartTLS) async throws {
        let peer = MailPeer(capabilities: ["AUTH PLAIN"])
        let server = try peer.listen()
        var guarded = plain(server, user: "filon", password: "secret")
        guarded.startTLS = policy

        #expect(try await failure(message(), guarded).code == .tls)
        #expect(!peer.commands.all.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
    }

    @Test func aSessionCutAfterTheMailWentOutIsPerhapsSent() async throws {
        let peer = MailPeer(deviations: [".": .cut])
        let server = try peer.listen()

        let error = try await failure(message(), plain(server))

        #expect(error.code == .cut)
        #expect(error.perhapsSent)
        #expect(!error.isRetriable)
        #expect(peer.mails.all.count == 1)
        #expect(server.connections == 1)
    }

    @Test(arguments: ["greeting", "EHLO", "MAIL", "RCPT", "DATA"])
    func aSessionCutBeforeTheMailIsSafeToRepeat(moment: String) async throws {
        let peer = MailPeer(deviations: [moment: .cut, "HELO": .cut])
        let server = try peer.listen()

        let error = try await failure(message(), plain(server))

        #expect(error.code == .cut)
        #expect(!error.perhapsSent)
        #expect(error.isRetriable)
    }

    @Test(arguments: [(".", true), ("RCPT", false), ("greeting", false)])
    func aSilentServerMeetsTheDeadline(moment: String, perhapsSent: Bool) async throws {
        let server = try MailPeer(deviations: [moment: .silence]).listen()
        var slow = plain(server)
        slow.deadline = .seconds(4)

        let error = try await failure(message(), slow)

        // The server's silence ends after ten seconds with a cut.
        #expect(error.code == .timeout)
        #expect(error.perhapsSent == perhapsSent)
    }

    @Test func closingDoesNotWaitForAServerThatIgnoresQuit() async throws {
        let server = try ScriptedServer { peer in
            MailPeer(deviations: [:]).serveOneMail(peer)
            // A minute, unless the client closes.
            for _ in 0..<6 { peer.hold() }
        }
        let client = client()
        _ = try await client.send(message(), through: plain(server))

        let began = ContinuousClock.now
        await client.close()

        #expect(ContinuousClock.now - began < .seconds(20))
    }

    @Test func aMailThatCannotBeWrittenIsNotBegun() async throws {
        let server = try MailPeer().listen()
        var mail = message()
        mail.subject = "a\r\nBcc: everybody@client.test"

        let error = try await failure(mail, plain(server))

        #expect(error.code == .badMessage)
        #expect(error.detail == "headerText")
        #expect(server.connections == 0)
    }

    @Test(arguments: [
        "", "mail.test", "http://127.0.0.1:25", "smtp://user:secret@127.0.0.1:25", "smtp://127.0.0.1/path",
        "smtp://127.0.0.1:25?x", "imap://127.0.0.1",
    ])
    func onlyMailServersAreSpokenTo(url: String) async throws {
        let error = try await failure(message(), SMTPServer(url: url))

        #expect(error.code == .badServer)
        #expect(!"\(error)".contains("secret"))
    }

    private func failure(_ mail: MailMessage, _ server: SMTPServer) async throws -> SMTPError {
        try await #require(throws: SMTPError.self) { _ = try await client().send(mail, through: server) }
    }
}
