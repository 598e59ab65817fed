import Foundation
import Testing

@testable import HTTPClient

@Suite struct MailRenderingTests {
    @Test func aFrenchMailIsASCIILinesThatReadBackAsWritten() async throws {
        var mail = message()
        mail.subject = "Réunion à l’été : « Café & Cie » — un très long objet qui ne tient pas sur une ligne, c’est sûr"
        mail.text = "Bonjour Zoé,\nle CA a baissé de 12 % = urgent.\n.\n" + String(repeating: "é", count: 200) + "\n"

        let bytes = try MailRenderer.render(mail)
        let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")

        #expect(bytes.allSatisfy { $0 == 0x0D || $0 == 0x0A || (0x20...0x7E).contains($0) })
        #expect(lines.allSatisfy { $0.utf8.count <= 76 })
        let parsed = try await pythonReads(bytes)
        #expect(parsed["subject"] == mail.subject)
        #expect(parsed["text/plain"] == mail.text)
        #expect(parsed["from"] == "Léa Martin <lea@filon.test>")
        #expect(parsed["message-id"] == "<0198-abc@filon.test>")
    }

    @Test func textAndHTMLTravelAsAlternatives() async throws {
        var mail = message()
        mail.html = "<p>Bonjour Zoé,<br>à bientôt</p>\n"
        mail.headers = ["List-Unsubscribe": "<https://filon.test/u/1>", "Auto-Submitted": "auto-generated"]

        let parsed = try await pythonReads(MailRenderer.render(mail))

        #expect(parsed["content-type"] == "multipart/alternative")
        #expect(parsed["text/plain"] == mail.text)
        #expect(parsed["text/html"] == mail.html)
        #expect(parsed["list-unsubscribe"] == "<https://filon.test/u/1>")
    }

    @Test(arguments: [
        "Martin, Léa \"la cheffe\"", "Martin, Lea \"la cheffe\"", "Lea Martin", "Lea (Martin) <x@y.fr>",
        "=?utf-8?Q?a?=",
        "名前", String(repeating: "Très Long ", count: 20) + "Nom", "back\\slash",
    ])
    func anyNameReadsBack(name: String) async throws {
        var mail = message()
        mail.to = MailAddress("zoe@client.test", name: name)
        mail.replyTo = mail.to

        let parsed = try await pythonReads(MailRenderer.render(mail))

        #expect(parsed["to-name"] == name)
        #expect(parsed["to-address"] == "zoe@client.test")
    }

    @Test(arguments: ["a\r\nBcc: x@y.fr", "a\nb", "a\rb", "a\u{0}b", "a\u{85}b"])
    func aLineBreakInTheHeaderIsRefused(text: String) {
        for change: (inout MailMessage) -> Void in [
            { $0.subject = text }, { $0.to = MailAddress("zoe@client.test", name: text) },
            { $0.from = MailAddress("lea@filon.test", name: text) },
            { $0.replyTo = MailAddress("lea@filon.test", name: text) },
        ] {
            var mail = message()
            change(&mail)
            #expect(throws: MailRenderer.Refusal.headerText) { try MailRenderer.render(mail) }
        }
        var mail = message()
        mail.messageID = text + "@filon.test"
        #expect(throws: MailRenderer.Refusal.messageID) { try MailRenderer.render(mail) }
        mail = message()
        mail.headers = ["X-Name": text]
        #expect(throws: MailRenderer.Refusal.headerField) { try MailRenderer.render(mail) }
    }

    @Test(arguments: ["Bcc", "to", "Subject", "Content-Type", "Sender"])
    func aFieldThatIsWrittenHereCannotBeGivenAgain(name: String) {
        var mail = message()
        mail.headers.add(name, "x@y.fr")
        #expect(throws: MailRenderer.Refusal.headerField) { try MailRenderer.render(mail) }
    }

    @Test(arguments: [
        "", "zoe", "@client.test", "zoe@", "a@b@c", "zoe@client..test", ".zoe@client.test", "zoe@-client.test",
        "zoé@client.test", "zoe @client.test", "zoe@client.test>", "<zoe@client.test", "zoe@client.test\r\nRCPT TO:<x>",
        "\"zoe\"@client.test", String(repeating: "a", count: 65) + "@client.test",
    ])
    func anAddressOutOfShapeIsRefused(address: String) {
        #expect(!MailAddress(address).isValid)
        var mail = message()
        mail.to = MailAddress(address)
        #expect(throws: MailRenderer.Refusal.address) { try MailRenderer.render(mail) }
    }

    @Test(arguments: ["zoe@client.test", "z.o-e+filon@sub.client.fr", "o'neil@xn--caf-dma.fr", "a@localhost"])
    func anOrdinaryAddressIsValid(address: String) {
        #expect(MailAddress(address).isValid)
    }

    @Test func theDateIsInUTCAndEnglish() {
        #expect(MailRenderer.date(Date(timeIntervalSince1970: 1_795_417_204.9)) == "Mon, 23 Nov 2026 07:00:04 +0000")
        #expect(MailRenderer.date(.distantPast) == "Thu, 1 Jan 1970 00:00:00 +0000")
    }

    @Test func everyKindOfLineEndBecomesOne() {
        #expect(QuotedPrintable.encode("a\r\nb\nc\rd ") == "a\r\nb\r\nc\r\nd=20")
        #expect(QuotedPrintable.encode("") == "")
        let long = QuotedPrintable.encode(String(repeating: "x", count: 77)).components(separatedBy: "\r\n")
        #expect(long.map(\.count) == [76, 2])
        #expect(QuotedPrintable.encode(String(repeating: "x", count: 76)).count == 76)
    }

    /// What another implementation (Python's `email`) makes of the bytes.
    private func pythonReads(_ bytes: [UInt8]) async throws -> [String: String] {
        let script = """
            import sys, json, email, email.policy
            from email.header import decode_header, make_header
            from email.utils import parseaddr
            data = sys.stdin.buffer.read()
            m = email.message_from_bytes(data, policy=email.policy.default)
            to = parseaddr(email.message_from_bytes(data)['to'])
            out = {k.lower(): str(v) for k, v in m.items()}
            out['content-type'] = m.get_content_type()
            out['to-name'], out['to-address'] = str(make_header(decode_header(to[0]))), to[1]
            for p in m.walk():
                if not p.is_multipart(): out[p.get_content_type()] = p.get_content().replace('\\r\\n', '\\n')
            if m.defects: out['defects'] = str(m.defects)
            json.dump(out, sys.stdout)
            """
        let answer = try await output(of: ["python3", "-c", script], input: bytes)
        let parsed = try JSONDecoder().decode([String: String].self, from: Data(answer))
        #expect(parsed["defects"] == nil)
        return parsed
    }
}
