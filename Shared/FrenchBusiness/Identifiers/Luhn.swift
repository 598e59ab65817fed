/// The check that SIREN and SIRET carry (ISO/IEC 7812-1, annex B): from the right, every second digit is doubled, and
/// the sum of all resulting digits is a multiple of ten.
enum Luhn {
    static func isValid(_ number: UInt64) -> Bool {
        var rest = number
        var sum: UInt64 = 0
        var isDoubled = false
        while rest > 0 {
            let digit = rest % 10
            let doubled = digit * 2
            sum += isDoubled ? (doubled > 9 ? doubled - 9 : doubled) : digit
            isDoubled.toggle()
            rest /= 10
        }
        return sum.isMultiple(of: 10)
    }

    static func digitSum(_ number: UInt64) -> UInt64 {
        var rest = number
        var sum: UInt64 = 0
        while rest > 0 {
            sum += rest % 10
            rest /= 10
        }
        return sum
    }
}
