/// A language that colleagues are told in.
enum Language: String, Sendable, CaseIterable {
    case french = "fr"
    case english = "en"

    /// French for whatever the directory says that is not a language of ours.
    init(locale: String) {
        self = Language(rawValue: locale) ?? .french
    }

    func callAsFunction(_ french: String, _ english: String) -> String {
        self == .french ? french : english
    }

    /// Before a colon: a narrow no-break space in French, nothing in English.
    var colon: String { self("\u{202F}: ", ": ") }
}
