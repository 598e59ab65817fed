import Foundation
import Testing

@testable import MailSink

/// The mail server speaks SMTP as clients expect it, and shows mails decoded.
@Suite struct MailSinkTests {
    @Test func aMailIsTakenAndItsDotsUnstuffed() {
        var session = SMTPSession(faults: MailFaults())

        let replies = talk(
            &session,
            [
                "EHLO here", "MAIL FROM:<nord@filon.example> SIZE=100", "RCPT TO:<contact@exemple.fr>", "DATA",
                "Subject: Bonjour", "", "..un point", ".",
            ]
        )

        let content = Data("Subject: Bonjour\r\n\r\n.un point\r\n".utf8)
        let envelope = Envelope(sender: "nord@filon.example", recipients: ["contact@exemple.fr"], content: content)
        #expect(replies.delivered == [envelope])
        #expect(replies.codes == ["250", "250", "250", "354", "250"])
    }

    @Test func credentialsAreTakenInBothMechanisms() {
        var session = SMTPSession(faults: MailFaults())

        #expect(talk(&session, ["AUTH PLAIN AGEAYg=="]).codes == ["235"])
        #expect(talk(&session, ["AUTH PLAIN", "AGEAYg=="]).codes == ["334", "235"])
        #expect(talk(&session, ["AUTH LOGIN", "YQ==", "Yg=="]).codes == ["334", "334", "235"])
        #expect(talk(&session, ["STARTTLS", "NOOP", "QUIT"]).codes == ["502", "250", "221"])
    }

    @Test func commandsOutOfOrderAreRefusedAndResetForgets() {
        var session = SMTPSession(faults: MailFaults())

        let codes = talk(
            &session,
            [
                "RCPT TO:<a@exemple.fr>", "DATA", "MAIL FROM:<>", "MAIL FROM:<>", "RSET", "RCPT TO:<a@exemple.fr>",
                "WHAT",
            ]
        ).codes

        #expect(codes == ["503", "503", "250", "503", "250", "503", "500"])
    }

    @Test func aMailBeyondTheSizeLimitIsRefused() {
        var session = SMTPSession(faults: MailFaults())
        let lines = Array(repeating: String(repeating: "x", count: 1 << 19), count: 21)
        let start = ["MAIL FROM:<a@exemple.fr>", "RCPT TO:<b@exemple.fr>", "DATA"]

        let replies = talk(&session, start + lines + ["."])

        #expect(replies.delivered.isEmpty)
        #expect(replies.codes.last == "552")
    }

    @Test func orderedFaultsStrikeAsOftenAsOrdered() {
        let faults = MailFaults()
        var session = SMTPSession(faults: faults)
        faults.order(MailFaultPlan(reply: 450, times: 1))

        let recipient = "RCPT TO:<b@exemple.fr>"
        #expect(talk(&session, ["MAIL FROM:<a@exemple.fr>", recipient, recipient]).codes == ["250", "450", "250"])

        faults.order(MailFaultPlan(cutAfterData: true, times: 1))
        let cut = talk(&session, ["DATA", "x", "."])
        #expect(cut.codes == ["354"])
        #expect(cut.delivered.count == 1)
        #expect(cut.isClosed)
    }

    @Test func subjectAndTextOfAMultipartAreDecoded() {
        let content = Data(Self.multipart.utf8)
        let envelope = Envelope(sender: "a@exemple.fr", recipients: ["b@exemple.fr"], content: content)

        let mail = Mail(envelope: envelope, receivedAt: Date(timeIntervalSince1970: 0))

        #expect(mail.messageID == "42@filon.example")
        #expect(mail.subject == "Relance à l’été – café")
        #expect(mail.text == "Chiffre d’affaires en hausse : 5 %\nligne = suite\n")
        #expect(mail.headers["list-unsubscribe"] == "<https://filon.example/o/1>")
    }

    private static let multipart = [
        "Message-ID: <42@filon.example>",
        "Subject: =?utf-8?Q?Relance_=C3=A0_l=E2=80=99=C3=A9t=C3=A9?=",
        " =?UTF-8?B?IOKAkyBjYWbDqQ==?=",
        "List-Unsubscribe: <https://filon.example/o/1>",
        "Content-Type: multipart/alternative; boundary=\"b1\"", "",
        "--b1", "Content-Type: text/html; charset=utf-8", "", "<p>non</p>",
        "--b1", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "",
        "Chiffre d=E2=80=99affaires en hausse=", " : 5 %", "ligne =3D suite", "",
        "--b1--", "",
    ].joined(separator: "\r\n")

    private struct Replies {
        var codes: [String] = []
        var delivered: [Envelope] = []
        var isClosed = false
    }

    private func talk(_ session: inout SMTPSession, _ lines: [String]) -> Replies {
        var replies = Replies()
        for action in lines.flatMap({ session.receive(Array($0.utf8)) }) {
            switch action {
            case .reply(let text): replies.codes.append(String(text.prefix(3)))
            case .deliver(let envelope): replies.delivered.append(envelope)
            case .close: replies.isClosed = true
            }
        }
        return replies
    }
}
