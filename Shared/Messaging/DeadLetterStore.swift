import Contracts
import Foundation
import Postgres

/// A message that cannot succeed, as it is kept for a person.
struct DeadLetter: Sendable {
    let handler: String
    let envelope: Envelope
    let body: [UInt8]
    let attempts: Int
    let failure: Failure
}

enum DeadLetterStore {
    static func bury(_ letters: [DeadLetter], service: ServiceName, in tx: isolated PostgresSession) throws {
        for letter in letters {
            let envelope = letter.envelope
            try tx.query(
                """
                SELECT msg.bury($1, $2, $3, $4, $5, $6, $7, $8, $9,
                    COALESCE((SELECT first_failed_at FROM retry WHERE handler = $2 AND message_id = $3), now()), now(),
                    $10, $11, $12, $13, $14, $15)
                """,
                UUIDv7.make(),
                letter.handler,
                envelope.messageID,
                service.rawValue,
                envelope.type,
                letter.failure.text,
                letter.failure.errorClass,
                group(letter),
                Int32(clamping: letter.attempts),
                headers(envelope),
                letter.body,
                envelope.correlationID,
                envelope.companyID,
                leadID(envelope.subject),
                envelope.departmentID
            )
        }
    }

    /// What groups letters of one cause: Swift has no stack to hash, so the handler, the class and the sentence.
    private static func group(_ letter: DeadLetter) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a, stable between processes unlike Hasher
        for byte in "\(letter.handler)|\(letter.failure.errorClass)|\(letter.failure.text)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }

    private static func leadID(_ subject: String) -> UUID? {
        subject.hasPrefix("lead/") ? UUID(uuidString: String(subject.dropFirst(5))) : nil
    }

    private static func headers(_ envelope: Envelope) throws -> JSONB {
        var fields: [String: String] = [
            "messageId": envelope.messageID.wireText,
            "type": envelope.type,
            "correlationId": envelope.correlationID.wireText,
            "subject": envelope.subject,
            "occurredAt": WireDate.text(envelope.occurredAt),
        ]
        fields["causationId"] = envelope.causationID?.wireText
        fields["companyId"] = envelope.companyID?.wireText
        fields["department"] = envelope.departmentID
        fields["aggregateVersion"] = envelope.aggregateVersion.map(String.init)
        fields["traceparent"] = envelope.traceparent
        return JSONB(try Wire.encode(fields))
    }
}
