import FrenchBusiness

/// The notice in the shape of the dataset's answers, with what was read and nothing else.
extension BodaccNotice {
    var document: [String: Any] {
        var document: [String: Any] = [
            "id": id, "dateparution": publishedOn.text, "typeavis": action.rawValue, "familleavis": family,
            "registre": sirens.map(\.text),
        ]
        if let registry {
            document["listepersonnes"] = ["personne": ["numeroImmatriculation": ["nomGreffeImmat": registry]]]
        }
        if let judgment {
            document["jugement"] = Self.present([
                "famille": judgment.family, "nature": judgment.nature, "date": judgment.on?.text,
                "complementJugement": judgment.complement.text,
            ])
        }
        if let accounts {
            document["depot"] = Self.present([
                "dateCloture": accounts.closingDate?.text, "typeDepot": accounts.type,
                "descriptif": NoticeHistory.hidden(accounts.descriptif) == .nothing ? nil : accounts.descriptif,
            ])
        }
        if let striking {
            document["radiationaurcs"] = Self.present([
                "commentaire": striking.knownComment, "dateCessationActivitePP": striking.endedOn?.text,
            ])
        }
        if let previous {
            document["parutionavisprecedent"] = [
                "nomPublication": "BODACC \(previous.bulletin)", "numeroParution": previous.issue,
                "numeroAnnonce": String(previous.number),
            ]
        }
        return document
    }

    private static func present(_ fields: [String: String?]) -> [String: String] { fields.compactMapValues { $0 } }
}

extension BodaccNotice.Striking {
    /// The seat moved to another court's district: the company lives on (a mention in use until 2012).
    var isMove: Bool { comment?.contains(Self.move) == true }
    /// The clerk's report takes a striking off back.
    var isRetraction: Bool {
        guard let comment, comment.hasPrefix("rapport") else { return false }
        return comment.contains("radiation d'office")
    }

    /// The comment where it is one of the two that count; another may name anybody.
    var knownComment: String? { isMove ? Self.move : isRetraction ? Self.report : nil }

    private static let move = "transfert du siege hors ressort"
    private static let report = "rapport de radiation d'office"
}
