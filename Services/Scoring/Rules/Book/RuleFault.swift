import Contracts

/// What is wrong with a rule set, in both languages.
typealias RuleFault = RulesRefused.Fault

/// A rule set that must not be used.
struct FaultyRules: Error {
    /// At most 20.
    let faults: [RuleFault]

    init(_ faults: [RuleFault]) { self.faults = Array(faults.prefix(20)) }
}

extension RuleFault {
    static func unreadable(_ at: String) -> RuleFault {
        RuleFault(
            code: "unreadable",
            path: "",
            text: "Le document n’est pas du JSON complet\(at.isEmpty ? "" : " (\(at))").",
            english: "The document is not complete JSON\(at.isEmpty ? "" : " (\(at))")."
        )
    }

    static func missing(_ path: String) -> RuleFault {
        RuleFault(
            code: "missing_field",
            path: path,
            text: "Le champ \(path) manque.",
            english: "The field \(path) is missing."
        )
    }

    static func unknown(_ path: String) -> RuleFault {
        RuleFault(
            code: "unknown_field",
            path: path,
            text: "Le champ \(path) n’existe pas.",
            english: "There is no field \(path)."
        )
    }

    static func wrongKind(_ path: String) -> RuleFault {
        RuleFault(
            code: "wrong_kind",
            path: path,
            text: "\(path) n’a pas la forme attendue.",
            english: "\(path) has not the expected shape."
        )
    }

    static func notWhole(_ path: String) -> RuleFault {
        RuleFault(
            code: "not_a_whole_number",
            path: path,
            text: "\(path) n’est pas un nombre entier.",
            english: "\(path) is not a whole number."
        )
    }

    static func outside(_ path: String, _ range: ClosedRange<Int>, _ value: Int) -> RuleFault {
        let code =
            value < range.lowerBound && value < 0 ? "negative" : value > range.upperBound ? "too_large" : "too_small"
        return RuleFault(
            code: code,
            path: path,
            text: "\(path) vaut \(value), hors de \(range.lowerBound) à \(range.upperBound).",
            english: "\(path) is \(value), outside \(range.lowerBound) to \(range.upperBound)."
        )
    }

    static func unordered(_ path: String) -> RuleFault {
        RuleFault(
            code: "unordered_curve",
            path: path,
            text: "Les points de \(path) ne sont pas en ordre croissant, ou se recouvrent.",
            english: "The points of \(path) are not in ascending order, or overlap."
        )
    }

    static func notMonotone(_ path: String) -> RuleFault {
        RuleFault(
            code: "not_monotone",
            path: path,
            text: "Les valeurs de \(path) montent et descendent\u{202F}; elles doivent aller dans un seul sens.",
            english: "The values of \(path) go up and down; they must go one way."
        )
    }

    static func overlapping(_ path: String) -> RuleFault {
        RuleFault(
            code: "overlapping_bands",
            path: path,
            text: "Les seuils de \(path) se recouvrent\u{202F}: A doit dépasser B, et B dépasser C.",
            english: "The limits of \(path) overlap: A must exceed B, and B exceed C."
        )
    }

    static func unknownIsZero(_ path: String) -> RuleFault {
        RuleFault(
            code: "unknown_is_zero",
            path: path,
            text: "Ce qui n’est pas connu ne vaudrait rien (\(path))\u{202F}: l’inconnu n’est jamais zéro.",
            english: "What is not known would be worth nothing (\(path)): unknown is never zero."
        )
    }

    static func noWeight(_ path: String) -> RuleFault {
        RuleFault(
            code: "no_weight",
            path: path,
            text: "Tous les poids de \(path) sont nuls.",
            english: "All weights of \(path) are zero."
        )
    }

    static func badName(_ path: String) -> RuleFault {
        RuleFault(
            code: "bad_name",
            path: path,
            text: "\(path) doit compter 3 à 60 minuscules, chiffres et traits d’union.",
            english: "\(path) must be 3 to 60 lower-case letters, digits and hyphens."
        )
    }

    static func noIndustry(_ path: String) -> RuleFault {
        RuleFault(
            code: "unknown_industry",
            path: path,
            text: "\(path) n’est ni une section, ni une division, ni un code de la NAF.",
            english: "\(path) is neither a section, a division nor a code of the NAF."
        )
    }
}
