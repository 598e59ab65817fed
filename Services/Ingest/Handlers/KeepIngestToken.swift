import Contracts
import Messaging
import Postgres

/// Keeps the hash of a token for ingest's door. Writes `intake.api_tokens`; announces ``RequestDone`` or
/// ``RequestRefused``.
struct KeepIngestToken: MessageHandler {
    static let name = "ingest.keep-token"

    func handle(_ delivery: Delivery<IngestTokenRequested>, in tx: isolated PostgresSession) throws -> Outcome {
        let wish = delivery.message
        guard let hash = Self.bytes(hex: wish.tokenHash) else {
            return Self.refused("token.hash_malformed", "L’empreinte attendue compte 64 chiffres hexadécimaux.")
        }
        guard (1...100).contains(wish.name.unicodeScalars.count), (1...100).contains(wish.source.unicodeScalars.count)
        else {
            return Self.refused("token.name_length", "Le nom et la source d’un jeton comptent de 1 à 100 caractères.")
        }
        guard (1...1_000_000).contains(wish.ratePerMinute) else {
            return Self.refused("token.rate", "Le débit d’un jeton va de 1 à 1 000 000 de requêtes par minute.")
        }
        guard wish.opens == nil || IngestToken.Opening(rawValue: wish.opens ?? "") != nil else {
            return Self.refused("token.opens", "Un jeton ouvre «\u{202F}lists\u{202F}» ou «\u{202F}registry\u{202F}».")
        }
        try TokenStore.keep(wish, hash: hash, in: tx)
        return .done([RequestDone(request: IngestTokenRequested.type, text: "Jeton d’import prêt.")])
    }

    private static func refused(_ code: String, _ text: String) -> Outcome {
        .done([RequestRefused(request: IngestTokenRequested.type, code: code, text: text)])
    }

    /// A SHA-256 from its 64 hexadecimal digits.
    private static func bytes(hex: String) -> [UInt8]? {
        let digits = hex.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == 64, hex.utf8.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
