import Foundation
import FrenchBusiness
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Postgres

/// Reads a filter from a request's query; what it does not understand it refuses, by name.
extension RegistryFilter {
    typealias Query = FlatDictionary<Substring, Substring>

    private static let known: Set<String> = [
        "naf", "naf25", "departement", "workforce", "legal_form", "category", "min_age", "max_age", "name", "state",
        "diffusion", "limit", "after", "count",
    ]
    private static let valuesMax = 200

    /// - Throws: ``Problem`` naming the parameter.
    init(_ query: Query, today: CivilDay) throws {
        for (key, _) in query where !key.isEmpty && !Self.known.contains(String(key)) {
            throw Self.bad(
                String(key),
                "ce filtre n’existe pas. Il y a\u{202F}: \(Self.known.sorted().joined(separator: ", "))"
            )
        }
        naf = try Self.list(query, "naf").map { try Self.trades($0, "naf", NAFSections.revision2) }
        naf25 = try Self.list(query, "naf25").map { try Self.trades($0, "naf25", NAFSections.edition2025) }
        departements = try Self.list(query, "departement").map { codes in
            try codes.map { code in
                let padded = code.utf8.count == 1 ? "0" + code : code.uppercased()
                guard Departement(padded) != nil else {
                    throw Self.bad("departement", "aucun département n’a ce code (01 à 95, 2A, 2B, 971 à 989)")
                }
                return padded
            }
        }
        bands = try Self.list(query, "workforce").map { codes in
            try codes.map { code in
                guard WorkforceBand(rawValue: code.uppercased()) != nil else {
                    throw Self.bad(
                        "workforce",
                        "les tranches sont NN, 00, 01, 02, 03, 11, 12, 21, 22, 31, 32, 41, 42, 51, 52 et 53"
                    )
                }
                return code.uppercased()
            }
        }
        legalForms = try Self.list(query, "legal_form").map { codes in
            for code in codes where !(1...4).contains(code.utf8.count) || !code.utf8.allSatisfy(ByteRules.isDigit) {
                throw Self.bad("legal_form", "une catégorie juridique compte quatre chiffres, ou ses premiers")
            }
            return codes
        }
        categories = try Self.list(query, "category").map { codes in
            try codes.map { code in
                guard ["PME", "ETI", "GE"].contains(code.uppercased()) else {
                    throw Self.bad("category", "les catégories sont PME, ETI et GE")
                }
                return code.uppercased()
            }
        }
        let (youngest, oldest) = (
            try Self.number(query, "min_age", 0...500), try Self.number(query, "max_age", 0...500)
        )
        createdUntil = youngest.map { today.yearsBefore($0) }
        createdFrom = oldest.map { today.yearsBefore($0) }
        name = try query["name"].map { text in
            let folded = String(text).frenchFolded.uppercased()
            guard (3...100).contains(folded.unicodeScalars.count) else {
                throw Self.bad("name", "il faut de 3 à 100 lettres du nom")
            }
            guard !folded.utf8.contains(0) else { throw Self.bad("name", "le nom contient un octet nul") }
            return folded
        }
        state = try Self.choice(query, "state", ["A", "C"], standard: "A")
        diffusion = try Self.choice(query, "diffusion", ["O", "P"], standard: "O")
        limit = try Self.number(query, "limit", 1...Self.pageMax) ?? 50
        after = try query["after"].map { text in
            guard let siren = SIREN(String(text)) else {
                throw Self.bad("after", "c’est le SIREN qui termine la page précédente")
            }
            return siren.text
        }
        isCounted = ["true", "1"].contains(query["count"] ?? "")
    }

    static func bad(_ column: String, _ detail: String) -> Problem {
        Problem(.badRequest, "filter_\(column)", "\(column)\u{202F}: \(detail).")
    }

    /// Values of a parameter given once with commas or several times; nil if it is not given.
    private static func list(_ query: Query, _ key: String) throws -> [String]? {
        let values = query[values: Substring(key)].flatMap { $0.split(separator: ",") }
            .map { String($0).trimmedBlanks }.filter { !$0.isEmpty }
        guard values.count <= valuesMax else { throw bad(key, "\(valuesMax) valeurs au plus") }
        return values.isEmpty ? nil : values
    }

    private static func number(_ query: Query, _ key: String, _ range: ClosedRange<Int>) throws -> Int? {
        guard let text = query[Substring(key)] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw bad(key, "c’est un nombre de \(range.lowerBound) à \(range.upperBound)")
        }
        return number
    }

    private static func choice(
        _ query: Query,
        _ key: String,
        _ values: [String],
        standard: String
    ) throws -> String? {
        guard let text = query[Substring(key)]?.uppercased() else { return standard }
        if text == "ANY" { return nil }
        guard values.contains(text) else {
            throw bad(key, "les valeurs sont \(values.joined(separator: ", ")) et any")
        }
        return text
    }

    /// Sections become their divisions; undotted codes get their dot.
    private static func trades(_ texts: [String], _ key: String, _ sections: [String: ClosedRange<Int>]) throws
        -> [String]
    {
        try texts.flatMap { text in
            let code = text.uppercased().filter { $0 != "." }
            if let divisions = sections[code] { return divisions.map { $0 < 10 ? "0\($0)" : "\($0)" } }
            let (digits, letter) = (code.prefix { $0.isASCII && $0.isNumber }, code.drop { $0.isASCII && $0.isNumber })
            let isWhole = digits.count == 4 && letter.count == 1 && letter.allSatisfy { ("A"..."Z").contains($0) }
            guard (2...4).contains(digits.count), letter.isEmpty || isWhole else {
                throw bad(
                    key,
                    "c’est une section (A à \(sections.keys.max() ?? "U")), une division (62), un groupe (62.0), "
                        + "une classe (62.02) ou un code (62.02A)"
                )
            }
            return [digits.count == 2 ? String(digits) : "\(digits.prefix(2)).\(digits.dropFirst(2))\(letter)"]
        }
    }
}

extension CivilDay {
    /// The same day some years before; of a leap day the 28th.
    func yearsBefore(_ years: Int) -> CivilDay {
        CivilDay(year: max(1, year - years), month: month, day: month == 2 ? min(day, 28) : day)
    }
}

/// Divisions of each section, by its letter.
enum NAFSections {
    static let revision2 = Dictionary(uniqueKeysWithValues: NAFSection.allCases.map { ($0.rawValue, $0.divisions) })

    /// NAF 2025 has the sections of NACE Rev. 2.1 (règlement délégué (UE) 2023/137): J is parted in two.
    static let edition2025: [String: ClosedRange<Int>] = [
        "A": 1...3, "B": 5...9, "C": 10...33, "D": 35...35, "E": 36...39, "F": 41...43, "G": 46...47, "H": 49...53,
        "I": 55...56, "J": 58...60, "K": 61...63, "L": 64...66, "M": 68...68, "N": 69...75, "O": 77...82, "P": 84...84,
        "Q": 85...85, "R": 86...88, "S": 90...93, "T": 94...96, "U": 97...98, "V": 99...99,
    ]
}
