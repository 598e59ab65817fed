import Contracts
import Foundation
import Messaging
import Postgres

/// Keeps objections to prospecting, as fingerprints, so that no later list brings anybody back.
struct RecordObjection: BatchHandler {
    static let name = "ingest.record-objection"

    func handle(_ deliveries: [Delivery<ObjectionRecorded>], in tx: isolated PostgresSession) throws -> [Outcome] {
        try deliveries.map { try record($0.message, in: tx) }
    }

    private func record(_ objection: ObjectionRecorded, in tx: isolated PostgresSession) throws -> Outcome {
        switch objection.scope {
        case "company":
            guard let company = objection.companyID else { return .reject(reason: "company objection without company") }
            let sirens = try ObjectionStore.opposeCompanies([company.rawValue], at: [objection.at], in: tx)
            try keep(sirens.map { ("company", SHA256.digest($0)) }, objection, in: tx)
        case "contact":
            guard let contact = objection.contactID else { return .reject(reason: "contact objection without contact") }
            try ObjectionStore.opposeContacts(ids: [contact.rawValue], fingerprints: [], at: objection.at, in: tx)
            let addresses = try ObjectionStore.addresses(of: contact.rawValue, in: tx)
            try keep(
                [("contact", SHA256.digest(contact.description))] + addresses.map { ("address", $0) },
                objection,
                in: tx
            )
        case "address":
            guard let fingerprint = objection.addressFingerprint.flatMap(Hexadecimal.bytes), fingerprint.count == 32
            else {
                return .reject(reason: "address objection without fingerprint")
            }
            try ObjectionStore.opposeContacts(ids: [], fingerprints: [fingerprint], at: objection.at, in: tx)
            try keep([("address", fingerprint)], objection, in: tx)
        default:
            return .reject(reason: "unknown scope")
        }
        return .done
    }

    private func keep(
        _ prints: [(kind: String, fingerprint: [UInt8])],
        _ objection: ObjectionRecorded,
        in tx: isolated PostgresSession
    ) throws {
        guard !prints.isEmpty else { return }
        try ObjectionStore.record(
            kinds: prints.map(\.kind),
            fingerprints: prints.map(\.fingerprint),
            sources: prints.map { _ in objection.source },
            at: prints.map { _ in objection.at },
            in: tx
        )
    }
}

/// Bytes as people's tools write them.
enum Hexadecimal {
    /// - Returns: nil for what is not pairs of hexadecimal digits.
    static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x41 + 10
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}
