import CSV

/// Why a row cannot be taken: a machine's code, the column where one is to blame, and a sentence in French that says
/// what to do. Never holds a value: values are people's data.
struct RowFault: Error, Equatable, Sendable {
    var code: String
    var column: String?
    var message: String

    init(_ code: String, column: String? = nil, _ message: String) {
        self.code = code
        self.column = column
        self.message = message
    }
}

extension RowFault {
    static let lineTooLong = RowFault(
        "line_too_long",
        "La ligne dépasse 1\u{202F}Mio. Vérifiez qu’un guillemet n’est pas resté ouvert, ou raccourcissez la ligne."
    )
    static let unclosedQuote = RowFault(
        "unclosed_quote",
        "Un guillemet ouvert sur cette ligne n’est jamais refermé. Refermez-le, ou doublez les guillemets du texte."
    )
    static let nulByte = RowFault(
        "nul_byte",
        "La ligne contient un octet nul. Enregistrez de nouveau le fichier en CSV UTF-8."
    )
    static let brokenEncoding = RowFault(
        "broken_encoding",
        "La ligne n’est pas lisible dans l’encodage du fichier. Enregistrez de nouveau le fichier en CSV UTF-8."
    )

    static func tooManyCells(_ found: Int, expected: Int) -> RowFault {
        RowFault(
            "too_many_columns",
            "La ligne a \(found) colonnes, l’en-tête \(expected). Entourez de guillemets les valeurs qui contiennent "
                + "le séparateur."
        )
    }
}

extension RowFault {
    init(_ fault: CSVRecord.Fault) {
        self =
            switch fault {
            case .lineTooLong: .lineTooLong
            case .unclosedQuote: .unclosedQuote
            case .nulByte: .nulByte
            }
    }
}

/// Why a whole file cannot be taken.
struct FileFault: Error, Equatable, Sendable {
    var code: String
    var message: String
    /// Where it was seen, if at one line.
    var line: Int?

    init(_ code: String, _ message: String, line: Int? = nil) {
        self.code = code
        self.message = message
        self.line = line
    }

    static let empty = FileFault("empty_file", "Le fichier ne contient aucune ligne. Envoyez un CSV avec un en-tête.")
    static let notText = FileFault(
        "not_text",
        "Le fichier n’est pas un CSV (classeur, archive ou UTF-16). Enregistrez-le au format «\u{202F}CSV UTF-8\u{202F}»."
    )
    static let tooLarge = FileFault(
        "file_too_large",
        "Le fichier dépasse 2\u{202F}Gio. Coupez-le en plusieurs fichiers."
    )
    static let unknownHeader = FileFault(
        "unknown_header",
        "Aucune colonne ne désigne une entreprise. La première ligne doit nommer les colonnes, dont siren, siret ou nom."
    )

    static func tooManyColumns(_ found: Int) -> FileFault {
        FileFault(
            "too_many_columns",
            "L’en-tête a \(found) colonnes, \(CSVDialect.columnsMax) au plus. Retirez les colonnes inutiles."
        )
    }

    static func header(_ fault: RowFault) -> FileFault {
        FileFault(fault.code, "En-tête\u{202F}: \(fault.message)")
    }
}
