/// The French numbering plan (Arcep, décision 2018-0881 and its amendments), as far as classing a number needs it.
enum FrenchNumbering {
    /// Calling codes of the territories, the longest first where one begins another (none does).
    private static let callingCodes = ["33", "262", "508", "590", "594", "596", "681", "687", "689"]

    /// Ranges of ten-digit numbers that belong overseas, without their leading zero.
    private static let overseas = [
        "262": "262", "263": "262", "269": "262", "639": "262", "692": "262", "693": "262",
        "590": "590", "690": "590", "691": "590",
        "594": "594", "694": "594",
        "596": "596", "696": "596", "697": "596",
    ]

    /// The calling code of an E.164 number of France or overseas, without plus; nil for foreign numbers.
    static func callingCode(of e164: String) -> String? {
        callingCodes.first { e164.dropFirst().hasPrefix($0) }
    }

    /// Whether numbers under the code are dialled with ten digits from all of France.
    static func hasTenDigits(_ callingCode: String) -> Bool {
        ["33", "262", "590", "594", "596"].contains(callingCode)
    }

    /// How many digits follow the calling code of a territory with a plan of its own.
    static func lengths(_ callingCode: String) -> Set<Int> {
        switch callingCode {
        case "689": [8]
        case "508", "681": [6, 9]
        case "687": [6]
        default: [9]
        }
    }

    /// The calling code for nine digits after the zero.
    static func territory(of subscriber: Substring) -> String {
        overseas[String(subscriber.prefix(3))] ?? "33"
    }

    static func isMobile(_ subscriber: Substring, callingCode: String) -> Bool {
        switch callingCode {
        case "33", "262", "590", "594", "596": "67".contains(subscriber.prefix(1))
        case "687": "789".contains(subscriber.prefix(1))
        case "689": ["87", "88", "89"].contains(subscriber.prefix(2))
        default: false
        }
    }
}
