import Foundation

/// Why a bulk file is not taken: an HTTP status, a code for machines and a sentence in French for people.
struct LoadRefusal: Error, Equatable, Sendable {
    let status: Int
    let code: String
    let detail: String

    private init(_ status: Int, _ code: String, _ detail: String) {
        (self.status, self.code, self.detail) = (status, code, detail)
    }

    private static let kept = "Le fichier d’avant reste en service."

    static let permit = LoadRefusal(
        401,
        "permit_unknown",
        "Ce jeton n’ouvre rien, ou plus\u{202F}: chaque jeton sert une fois. «\u{202F}filon import ratios\u{202F}» en demande un."
    )
    static let date = LoadRefusal(
        400,
        "date",
        "date\u{202F}: donnez le jour du fichier, AAAA-MM-JJ, aujourd’hui au plus tard."
    )
    static let loading = LoadRefusal(409, "loading", "Un autre chargement est en cours\u{202F}: attendez sa fin.")
    static let interrupted = LoadRefusal(
        503,
        "interrupted",
        "La session de la base a été perdue. \(kept) Envoyez le fichier de nouveau."
    )
    static let broken = LoadRefusal(400, "upload_broken", "L’envoi s’est interrompu. \(kept) Envoyez-le de nouveau.")
    static let stalled = LoadRefusal(
        408,
        "upload_stalled",
        "Plus rien n’arrive depuis deux minutes. \(kept) Envoyez le fichier de nouveau."
    )
    static let database = LoadRefusal(503, "database", "La base de données ne répond pas. \(kept)")
    static let archive = LoadRefusal(
        422,
        "not_text",
        "Le fichier est une archive. Décompressez-le en le passant\u{202F}: gunzip -c FICHIER.gz | filon import ratios -"
    )
    static let empty = LoadRefusal(422, "empty_file", "Le fichier ne contient aucune ligne. \(kept)")
    static let nothingStored = LoadRefusal(422, "nothing_stored", "Aucune ligne n’a pu être reprise. \(kept)")

    static func unknownHeader(_ missing: [String]) -> LoadRefusal {
        let columns = missing.isEmpty ? "" : "\u{202F}: il manque \(missing.joined(separator: ", "))"
        return LoadRefusal(422, "unknown_header", "Ce n’est pas le fichier ratios_inpi_bce\(columns). \(kept)")
    }

    static func truncated(line: Int) -> LoadRefusal {
        LoadRefusal(
            422,
            "truncated",
            "Le fichier s’arrête au milieu de la ligne \(line)\u{202F}: il est incomplet. \(kept)"
        )
    }

    static func tooFew(_ rows: Int, of before: Int) -> LoadRefusal {
        LoadRefusal(
            422,
            "too_few",
            "Le fichier a \(rows) lignes, celui d’avant \(before)\u{202F}: il paraît incomplet. \(kept) "
                + "S’il est complet, ajoutez --allow-smaller."
        )
    }

    /// Problem details (RFC 9457).
    var json: [UInt8] {
        struct Body: Encodable {
            let type = "about:blank"
            let status: Int
            let code, detail: String
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = Body(status: status, code: code, detail: detail)
        return (try? encoder.encode(body)).map { [UInt8]($0) } ?? Array("{}".utf8)
    }
}
