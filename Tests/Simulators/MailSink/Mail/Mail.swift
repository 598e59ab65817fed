import Foundation

/// One received mail, decoded.
struct Mail: Codable, Sendable {
    /// `Message-ID` without its angle brackets; empty when the mail has none.
    var messageID: String
    /// The envelope's sender.
    var from: String
    /// The envelope's recipients.
    var to: [String]
    var subject: String
    /// The first plain text part, at most 100,000 characters.
    var text: String
    /// The decoded headers by lower-case name; of several equal ones the last.
    var headers: [String: String]
    var receivedAt: Date

    enum CodingKeys: String, CodingKey {
        case messageID = "message_id"
        case from, to, subject, text, headers
        case receivedAt = "received_at"
    }
}

extension Mail {
    init(envelope: Envelope, receivedAt: Date) {
        let part = MIMEPart(envelope.content)
        let headers = Dictionary(part.headers.map { ($0.name, EncodedWords.decoded($0.value)) }) { $1 }
        self.init(
            messageID: (headers["message-id"] ?? "").trimmingCharacters(in: CharacterSet(charactersIn: "<> ")),
            from: envelope.sender,
            to: envelope.recipients,
            subject: headers["subject"] ?? "",
            text: String((part.plainText() ?? "").prefix(100_000)),
            headers: headers,
            receivedAt: receivedAt
        )
    }
}
