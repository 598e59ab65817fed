/// What is wrong with a line of a stock file, or with one of its values; the raw value is the code of the report.
///
/// Never holds a value: sole traders' are people's data.
enum StockFault: String, CaseIterable, Sendable {
    // The line is not stored.
    case columns
    case lineTooLong = "line_too_long"
    case unclosedQuote = "unclosed_quote"
    case brokenEncoding = "broken_encoding"
    case siren
    case state
    case headOffice = "head_office"
    // The line is stored; the value is left out or doubted.
    case sirenKey = "siren_key"
    case diffusion
    case name
    case naf
    case nomenclature
    case naf25
    case legalForm = "legal_form"
    case workforceBand = "workforce_band"
    case category
    case createdOn = "created_on"
    case updatedAt = "updated_at"
    case postcode
    case commune
    // Expected in every stock.
    case obsoleteNAF = "obsolete_naf"
    case unknownCreation = "unknown_creation"
    case purged
    case notDiffusible = "not_diffusible"

    enum Weight: String, Encodable, Sendable {
        /// The line is not stored.
        case refused
        /// The line is stored without the value, or with a doubt.
        case flagged
        /// Nothing is wrong.
        case note
    }

    var weight: Weight {
        switch self {
        case .columns, .lineTooLong, .unclosedQuote, .brokenEncoding, .siren, .state, .headOffice: .refused
        case .obsoleteNAF, .unknownCreation, .purged, .notDiffusible: .note
        default: .flagged
        }
    }

    /// In French, for people.
    var message: String {
        switch self {
        case .columns: "la ligne n’a pas autant de colonnes que l’en-tête"
        case .lineTooLong: "la ligne dépasse 64\u{202F}Kio"
        case .unclosedQuote: "un guillemet ouvert n’est pas refermé sur la ligne"
        case .brokenEncoding: "le nom ou la commune n’est pas de l’UTF-8"
        case .siren: "le SIREN ne compte pas neuf chiffres"
        case .state: "l’état administratif n’est ni A ni C"
        case .headOffice: "la ligne ne dit pas si l’établissement est le siège"
        case .sirenKey: "la clé du SIREN est fausse\u{202F}: unité conservée"
        case .diffusion: "le statut de diffusion est inconnu\u{202F}: unité tenue pour non diffusible"
        case .name: "l’unité n’a pas de nom"
        case .naf: "le code NAF est mal formé\u{202F}: laissé vide"
        case .nomenclature: "la nomenclature d’activité est inconnue\u{202F}: code laissé vide"
        case .naf25: "le code NAF 2025 est mal formé\u{202F}: laissé vide"
        case .legalForm: "la catégorie juridique est mal formée\u{202F}: laissée vide"
        case .workforceBand: "la tranche d’effectif est inconnue\u{202F}: laissée vide"
        case .category: "la catégorie d’entreprise est inconnue\u{202F}: laissée vide"
        case .createdOn: "la date de création n’existe pas\u{202F}: laissée vide"
        case .updatedAt: "la date du dernier traitement n’existe pas\u{202F}: laissée vide"
        case .postcode: "le code postal est mal formé\u{202F}: laissé vide"
        case .commune: "le code de la commune est inconnu\u{202F}: département laissé vide"
        case .obsoleteNAF: "activité d’une nomenclature ancienne, non reprise"
        case .unknownCreation: "date de création inconnue de l’INSEE (1900-01-01)"
        case .purged: "unité purgée"
        case .notDiffusible: "unité non diffusible\u{202F}: ni nom ni adresse conservés"
        }
    }
}

/// How often each fault was met, and the first lines it was met on: bounded, whatever the file holds.
struct StockTally: Sendable {
    static let linesMax = 20

    private(set) var counts = [Int](repeating: 0, count: StockFault.allCases.count)
    private(set) var firstLines = [[Int]](repeating: [], count: StockFault.allCases.count)

    private static let places: [StockFault: Int] = Dictionary(
        uniqueKeysWithValues: StockFault.allCases.enumerated().map { ($1, $0) }
    )

    mutating func note(_ fault: StockFault, line: Int) {
        guard let place = Self.places[fault] else { return }
        counts[place] += 1
        if firstLines[place].count < Self.linesMax { firstLines[place].append(line) }
    }

    func count(_ weight: StockFault.Weight) -> Int {
        zip(StockFault.allCases, counts).reduce(0) { $0 + ($1.0.weight == weight ? $1.1 : 0) }
    }

    /// The faults that were met, the gravest first.
    var reasons: [StockReason] {
        zip(StockFault.allCases, zip(counts, firstLines)).filter { $1.0 > 0 }.map { fault, met in
            StockReason(
                code: fault.rawValue,
                weight: fault.weight,
                message: fault.message,
                count: met.0,
                lines: fault.weight == .note ? [] : met.1
            )
        }
    }
}

/// One reason of a load's report.
struct StockReason: Encodable, Sendable {
    var code: String
    var weight: StockFault.Weight
    var message: String
    var count: Int
    /// The first lines, the header being 1; none of a note.
    var lines: [Int]
}
