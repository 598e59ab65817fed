/// What is wrong with a line of the bulk file, or with one of its values; the raw value is the code of the report.
enum RatioFault: String, CaseIterable, Sendable {
    // The line is not stored.
    case columns
    case lineTooLong = "line_too_long"
    case unclosedQuote = "unclosed_quote"
    case siren
    case closingDate = "closing_date"
    case turnover
    case statement
    // The line is stored; the value is left out or doubted.
    case negativeTurnover = "negative_turnover"
    case otherAmount = "other_amount"
    case confidentiality

    enum Weight: String, Encodable, Sendable {
        /// The line is not stored.
        case refused
        /// The line is stored without the value, or with a doubt.
        case flagged
    }

    var weight: Weight {
        switch self {
        case .negativeTurnover, .otherAmount, .confidentiality: .flagged
        default: .refused
        }
    }

    /// In French, for people.
    var message: String {
        switch self {
        case .columns: "la ligne n’a pas autant de colonnes que l’en-tête"
        case .lineTooLong: "la ligne dépasse 64\u{202F}Kio"
        case .unclosedQuote: "un guillemet ouvert n’est pas refermé sur la ligne"
        case .siren: "le SIREN ne compte pas neuf chiffres"
        case .closingDate: "la date de clôture n’existe pas"
        case .turnover: "le chiffre d’affaires n’est pas un montant"
        case .statement: "le type de bilan n’est pas une lettre"
        case .negativeTurnover: "le chiffre d’affaires est négatif\u{202F}: il ne sera pas repris"
        case .otherAmount: "un autre montant est mal formé\u{202F}: laissé vide"
        case .confidentiality: "la confidentialité est illisible\u{202F}: laissée vide"
        }
    }
}

/// How often each fault was met, and the first lines it was met on: bounded, whatever the file holds.
struct RatioTally: Sendable {
    static let linesMost = 20

    private var counts: [RatioFault: Int] = [:]
    private var lines: [RatioFault: [Int]] = [:]

    mutating func note(_ fault: RatioFault, line: Int) {
        counts[fault, default: 0] += 1
        if lines[fault, default: []].count < Self.linesMost { lines[fault, default: []].append(line) }
    }

    func count(_ weight: RatioFault.Weight) -> Int {
        counts.reduce(0) { $0 + ($1.key.weight == weight ? $1.value : 0) }
    }

    /// The faults that were met, the gravest first.
    var reasons: [RatiosReport.Reason] {
        RatioFault.allCases.compactMap { fault in
            counts[fault].map { count in
                RatiosReport.Reason(
                    code: fault.rawValue,
                    weight: fault.weight,
                    message: fault.message,
                    count: count,
                    lines: lines[fault] ?? []
                )
            }
        }
    }
}
