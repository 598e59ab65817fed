extension String {
    /// The text as people compare it: lower case, without French accents, ligatures opened, every kind of space one
    /// plain space, none at the ends. `"  Raison\u{A0}SOCIALE "` and `"raison sociale"` fold to the same.
    ///
    /// Letters outside the French alphabet stay as they are (lower-cased).
    public var frenchFolded: String {
        var folded: [UInt8] = []
        folded.reserveCapacity(utf8.count)
        var owesSpace = false
        for scalar in unicodeScalars {
            if scalar.isBlank {
                owesSpace = !folded.isEmpty
            } else if !scalar.isCombiningAccent {
                if owesSpace { folded.append(UInt8(ascii: " ")) }
                owesSpace = false
                scalar.appendFolded(to: &folded)
            }
        }
        return String(decoding: folded, as: UTF8.self)
    }
}

extension Unicode.Scalar {
    /// Spaces of any width, tabs, line ends, and the invisible marks that spreadsheets leave behind.
    var isBlank: Bool {
        switch value {
        case 0x20, 0x09...0x0D, 0x85, 0xA0, 0x1680, 0x2000...0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000,
            0xFEFF:
            true
        default: false
        }
    }

    /// Accents written as marks of their own, as macOS file names and some exports have them.
    fileprivate var isCombiningAccent: Bool { (0x0300...0x036F).contains(value) }

    fileprivate func appendFolded(to text: inout [UInt8]) {
        switch value {
        case 0x41...0x5A: text.append(UInt8(value) + 0x20)
        case 0..<0x80: text.append(UInt8(value))
        case 0xC0...0xC5, 0xE0...0xE5: text.append(UInt8(ascii: "a"))
        case 0xC7, 0xE7: text.append(UInt8(ascii: "c"))
        case 0xC8...0xCB, 0xE8...0xEB: text.append(UInt8(ascii: "e"))
        case 0xCC...0xCF, 0xEC...0xEF: text.append(UInt8(ascii: "i"))
        case 0xD1, 0xF1: text.append(UInt8(ascii: "n"))
        case 0xD2...0xD6, 0xF2...0xF6: text.append(UInt8(ascii: "o"))
        case 0xD9...0xDC, 0xF9...0xFC: text.append(UInt8(ascii: "u"))
        case 0xDD, 0xFD, 0xFF, 0x178: text.append(UInt8(ascii: "y"))
        case 0xC6, 0xE6: text.append(contentsOf: "ae".utf8)
        case 0x152, 0x153: text.append(contentsOf: "oe".utf8)
        case 0x2018, 0x2019, 0x02BC: text.append(UInt8(ascii: "'"))
        default:
            // Lower case may be a letter of the list (the ångström sign) or a letter and an accent (the dotted İ).
            for lower in properties.lowercaseMapping.unicodeScalars where !lower.isCombiningAccent {
                if lower == self {
                    text.append(contentsOf: String(self).utf8)
                } else {
                    lower.appendFolded(to: &text)
                }
            }
        }
    }
}
