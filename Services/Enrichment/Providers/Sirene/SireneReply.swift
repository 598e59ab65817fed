import FrenchBusiness

/// An answer of the API Sirene: `{"header": {"statut", "message"}, "uniteLegale": {…}}`, also one about an
/// establishment or several, in which the unit stands flat.
enum SireneReply: Sendable {
    case unit(SireneRecord)
    /// "Unité légale non diffusable": registered, and nothing about it is told (gendarmerie, defence).
    case undisclosed
    /// "Unité légale doublon, redirection vers l'unité légale : …", where the redirect was not followed.
    case duplicate(SIREN)
    /// "Aucun élément trouvé".
    case unknown

    /// - Returns: nil where it is none of these.
    init?(_ body: [UInt8]) {
        guard let reply = LooseObject(body) else { return nil }
        if let record = SireneRecord(reply) {
            self = .unit(record)
            return
        }
        guard let header = reply.object("header"), let message = header.text("message")?.frenchFolded else {
            return nil
        }
        if message.contains("non diffusable") || message.contains("non diffusible") {
            self = .undisclosed
        } else if message.contains("doublon"), let successor = Self.siren(endOf: message) {
            self = .duplicate(successor)
        } else if header.integer("statut") == 404 || message.contains("aucun element trouve") {
            self = .unknown
        } else {
            return nil
        }
    }

    private static func siren(endOf message: String) -> SIREN? {
        message.split { !$0.isNumber }.last.flatMap { SIREN(String($0)) }
    }

    /// The answer in the same shape, without persons.
    var document: [String: Any] {
        switch self {
        case .unit(let record): record.document
        case .undisclosed: Self.header("Unité légale non diffusable")
        case .duplicate(let siren): Self.header("Unité légale doublon, redirection vers l'unité légale : \(siren.text)")
        case .unknown: Self.header("Aucun élément trouvé")
        }
    }

    private static func header(_ message: String) -> [String: Any] { ["header": ["message": message]] }
}
