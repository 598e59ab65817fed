import FrenchBusiness

extension LooseObject {
    /// Whether the number under `key` is that SIREN: as text with or without spaces, or as a number that lost its
    /// leading zeros.
    func names(_ siren: SIREN, under key: String) -> Bool {
        guard let text = text(key) else { return false }
        let digits = text.unicodeScalars.filter { $0 != " " && $0 != "\u{A0}" && $0 != "\u{202F}" }
        guard (1...9).contains(digits.count), digits.allSatisfy({ ("0"..."9").contains($0) }) else { return false }
        return Int(String(String.UnicodeScalarView(digits))) == Int(siren.number)
    }

    /// A length in months; 0 where it is not said or is none.
    func months(_ key: String) -> Int {
        integer(key).flatMap { (1...36).contains($0) ? $0 : nil } ?? 0
    }
}
