import FrenchBusiness

extension RowReader {
    typealias Values = [ListField: (header: String, text: String)]

    static func company(_ values: Values, _ row: inout ReadRow) throws(RowFault) {
        row.company[Column.name] = try bounded(values[.name], 500)
        row.company[Column.tradeName] = try bounded(values[.tradeName], 500)
        row.company[Column.city] = try bounded(values[.city], 200)
        if let given = values[.postcode] {
            row.company[Column.postcode] = PostalCode(userInput: given.text)?.text
            if row.company[Column.postcode] == nil { keep(given, &row, "postcode_unreadable", "Code postal illisible") }
        }
        if let given = values[.naf] {
            let code = NAFCode(given.text).flatMap { $0.isLegacy ? nil : $0 }
            row.company[Column.naf] = code?.text
            if code == nil { keep(given, &row, "naf_unreadable", "Code NAF illisible") }
        }
        if let given = values[.website] {
            row.company[Column.website] = Website.absolute(given.text)
            if row.company[Column.website] == nil {
                keep(given, &row, "website_unreadable", "Adresse de site illisible")
            }
        }
    }

    static func contact(_ values: Values, _ row: inout ReadRow) throws(RowFault) {
        let name = try bounded(values[.contact], 300)
        let first = try bounded(values[.firstName], 100)
        let whole = [first, name].compactMap(\.self).joined(separator: " ")
        if !whole.isEmpty { row.contact[Column.name] = String(whole.unicodeScalars.prefix(300)) }
        if let given = values[.email] {
            let address = try? EmailAddress(userInput: given.text)
            row.contact[Column.email] = address?.matchKey
            if address == nil { keep(given, &row, "email_unreadable", "Adresse e-mail illisible") }
        }
        if let given = values[.phone] {
            if let number = try? PhoneNumber(userInput: given.text) {
                row.contact[Column.phone] = number.text
                row.contact[Column.phoneRaw] = String(given.text.unicodeScalars.prefix(100))
            } else {
                keep(given, &row, "phone_unreadable", "Numéro de téléphone illisible")
            }
        }
        guard let function = try bounded(values[.function], 300) else { return }
        if row.contact.isEmpty {
            row.extra[values[.function]?.header ?? Column.function] = function
        } else {
            row.contact[Column.function] = function
        }
    }

    static func lead(_ values: Values, _ row: inout ReadRow) throws(RowFault) {
        row.lead[Column.ownerHint] = try bounded(values[.owner], 320)
        row.lead[Column.stageHint] = try bounded(values[.stage], 200)
        row.lead[Column.note] = try bounded(values[.note], 20_000)
        if let given = values[.nextStep] {
            let step = NextStep(given.text)
            row.lead[Column.nextStep] = try bounded(step.text.map { (given.header, $0) }, 2000)
            row.lead[Column.nextStepOn] = step.day?.text
        }
        if let given = values[.nextStepOn] {
            if let day = CivilDate(parsing: given.text) {
                row.lead[Column.nextStepOn] = day.text
            } else {
                keep(given, &row, "date_unreadable", "Date illisible")
            }
        }
        if let given = values[.turnover] {
            let amount = try? PublishedAmount(parsing: given.text)
            row.lead[Column.turnoverHint] = amount.flatMap { $0.money.cents < 0 ? nil : String($0.money.cents) }
            if row.lead[Column.turnoverHint] == nil { keep(given, &row, "amount_unreadable", "Montant illisible") }
        }
    }

    private static func bounded(_ given: (header: String, text: String)?, _ limit: Int) throws(RowFault) -> String? {
        guard let given else { return nil }
        guard given.text.utf8.count <= limit || given.text.unicodeScalars.count <= limit else {
            throw .tooLong(given.header, limit: limit)
        }
        return given.text
    }

    /// A value that is not understood is kept with the lead; the first such is remarked upon.
    private static func keep(
        _ given: (header: String, text: String),
        _ row: inout ReadRow,
        _ code: String,
        _ what: String
    ) {
        row.extra[given.header] = given.text
        guard row.remark == nil else { return }
        row.remark = RowFault(code, column: given.header, "\(what)\u{202F}: valeur conservée telle quelle.")
    }
}

/// What a list says of the next step: a day, an action, or an action with its day ("Rappeler le 12/01/2027").
struct NextStep: Equatable, Sendable {
    var text: String?
    var day: CivilDate?

    init(_ given: String) {
        if let day = CivilDate(parsing: given) {
            self.day = day
            return
        }
        text = given
        let words = given.split {
            $0 == " " || $0 == "\u{A0}" || $0 == "\u{202F}" || $0 == "," || $0 == ";" || $0 == "(" || $0 == ")"
        }
        day = words.lazy.compactMap { CivilDate(parsing: String($0)) }.first
    }
}

/// A site's address.
enum Website {
    /// `https://` is added where it is missing; nil for what is no address.
    static func absolute(_ text: String) -> String? {
        let hasScheme = text.lowercased().hasPrefix("http://") || text.lowercased().hasPrefix("https://")
        let address = hasScheme ? text : "https://" + text
        let host = address.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let isPlain = address.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x3C && $0 != 0x3E && $0 != 0x7F }
        guard isPlain, address.utf8.count <= 500, labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }),
            !host.contains("@")
        else { return nil }
        return address
    }
}
