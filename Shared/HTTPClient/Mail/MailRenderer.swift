import Foundation
import Glibc

/// Writes a ``MailMessage`` as RFC 5322 text: CRLF lines of at most 76 bytes in the body, ASCII throughout.
enum MailRenderer {
    /// What keeps a message from being written; each names the part, never its content.
    enum Refusal: Error, Equatable {
        case address
        case messageID
        /// A control character where a line of the header would be broken by it.
        case headerText
        case headerField
    }

    /// Those that are written here; a second one would contradict the first.
    private static let ownFields: Set<String> = [
        "from", "to", "cc", "bcc", "sender", "reply-to", "subject", "date", "message-id", "mime-version",
        "content-type", "content-transfer-encoding",
    ]

    static func render(_ mail: MailMessage) throws(Refusal) -> [UInt8] {
        try check(mail)
        var lines = [
            "Date: " + date(mail.date),
            "From: " + mailbox(mail.from, after: 6),
            "To: " + mailbox(mail.to, after: 4),
        ]
        if let replyTo = mail.replyTo { lines.append("Reply-To: " + mailbox(replyTo, after: 10)) }
        lines.append("Message-ID: <\(mail.messageID)>")
        lines.append("Subject: " + EncodedWord.unstructured(mail.subject, after: 9))
        lines += mail.headers.fields.map { "\($0.name): \($0.value)" }
        lines.append("MIME-Version: 1.0")
        lines += body(mail)
        return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    private static func check(_ mail: MailMessage) throws(Refusal) {
        for address in [mail.from, mail.to] + (mail.replyTo.map { [$0] } ?? []) {
            guard address.isValid else { throw .address }
            guard isOneLine(address.name ?? "") else { throw .headerText }
        }
        // The form of an address is the form of a Message-ID (RFC 5322, section 3.6.4), and as safe in a line.
        guard MailAddress(mail.messageID).isValid else { throw .messageID }
        guard isOneLine(mail.subject) else { throw .headerText }
        guard mail.headers.areWellFormed else { throw .headerField }
        for field in mail.headers.fields {
            let isSafe =
                field.value.utf8.allSatisfy { $0 < 0x80 } && field.name.utf8.count + field.value.utf8.count <= 900
            guard isSafe, !ownFields.contains(field.name.lowercased()) else { throw .headerField }
        }
    }

    private static func isOneLine(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && !(0x80...0x9F).contains($0.value) }
            && text.utf8.count <= 1_000
    }

    private static func mailbox(_ address: MailAddress, after column: Int) -> String {
        guard let name = address.name, !name.isEmpty else { return address.address }
        let phrase = EncodedWord.phrase(name, after: column)
        // Room for the address on the same line is not certain; a folded line is the same line to a reader.
        return phrase + "\r\n <\(address.address)>"
    }

    private static func body(_ mail: MailMessage) -> [String] {
        guard let html = mail.html else {
            // The message's own last line end is the text's too.
            return part("plain", mail.text.last?.isNewline == true ? String(mail.text.dropLast()) : mail.text)
        }
        // "=_" cannot occur in quoted-printable text, where every "=" is followed by a hex digit or a line's end.
        let boundary = "=_filon_alternative"
        return ["Content-Type: multipart/alternative; boundary=\"\(boundary)\"", "", "--" + boundary]
            + part("plain", mail.text) + ["--" + boundary] + part("html", html) + ["--\(boundary)--"]
    }

    private static func part(_ subtype: String, _ text: String) -> [String] {
        [
            "Content-Type: text/\(subtype); charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            "",
            QuotedPrintable.encode(text),
        ]
    }

    /// RFC 5322, section 3.3, in UTC; in English whatever the locale.
    static func date(_ date: Date) -> String {
        // Years outside four digits have no spelling there.
        var seconds = time_t(max(0, min(253_402_300_799, date.timeIntervalSince1970.rounded(.down))))
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let day = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][Int(parts.tm_wday)]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(day), \(parts.tm_mday) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1_900) "
            + clock.joined(separator: ":") + " +0000"
    }
}
