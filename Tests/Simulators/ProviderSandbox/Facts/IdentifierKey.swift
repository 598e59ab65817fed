/// The key of SIREN and SIRET numbers.
///
/// Written apart from the code under test on purpose: a simulator that shared it would share its mistakes.
enum IdentifierKey {
    /// Whether the digits carry a valid Luhn key (ISO/IEC 7812-1, annex B).
    static func isValid(_ digits: String) -> Bool {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return false }
        return sum(digits) % 10 == 0
    }

    /// The digits followed by the one that makes their key valid.
    static func completed(_ digits: String) -> String {
        digits + String((10 - sum(digits + "0") % 10) % 10)
    }

    private static func sum(_ digits: String) -> Int {
        digits.utf8.reversed().enumerated().reduce(0) { total, digit in
            let value = Int(digit.element) - 48
            guard digit.offset % 2 == 1 else { return total + value }
            return total + (value > 4 ? value * 2 - 9 : value * 2)
        }
    }
}
