public import Foundation

/// An exact decimal number as its digits, for `numeric` of any size: `-12.340`, `NaN`, `Infinity`.
public struct NumericText: Hashable, Sendable {
    public var text: String

    public init(_ text: String) {
        self.text = text
    }

    /// The digits before the point, when none but zeros follow it.
    var whole: Substring? {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 1 || parts[1].allSatisfy({ $0 == "0" }) else { return nil }
        return parts.first
    }
}

extension NumericText: PostgresBindable, PostgresDecodable {
    public var postgresText: String { text }

    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> NumericText {
        guard cell.type == .numeric else { throw cell.mismatch("a numeric") }
        let bytes = try cell.required()
        func word(_ index: Int) -> Int {
            Int(Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self)))
        }
        guard bytes.count >= 8, word(0) >= 0, bytes.count == 8 + 2 * word(0) else {
            throw cell.mismatch("a whole numeric")
        }
        let digits = (0..<word(0)).map { word(4 + $0) }
        switch UInt16(truncatingIfNeeded: word(2)) {
        case 0: return NumericText(written(digits, weight: word(1), scale: word(3)))
        case 0x4000: return NumericText("-" + written(digits, weight: word(1), scale: word(3)))
        case 0xD000: return NumericText("Infinity")
        case 0xF000: return NumericText("-Infinity")
        default: return NumericText("NaN")
        }
    }

    /// Digits have base 10,000; the first stands for `weight` + 1 of them before the point (numeric.c).
    private static func written(_ digits: [Int], weight: Int, scale: Int) -> String {
        func group(_ position: Int) -> String {
            digits.indices.contains(position) ? padded(digits[position], to: 4) : "0000"
        }
        let before = weight < 0 ? "" : (0...weight).map(group).joined().drop { $0 == "0" }
        let whole = before.isEmpty ? "0" : String(before)
        guard scale > 0 else { return whole }
        let groups = (scale + 3) / 4
        let after = (0..<groups).map { group(weight + 1 + $0) }.joined()
        return whole + "." + after.prefix(scale)
    }
}

/// `numeric` of up to 38 digits; more is a decoding error.
extension Decimal: PostgresBindable, PostgresDecodable {
    public var postgresText: String { description }

    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Decimal {
        let text = try NumericText.decode(cell).text
        let digits = text.filter(\.isNumber).drop { $0 == "0" }
        guard digits.count <= 38, let value = Decimal(string: text, locale: Locale(identifier: "C")) else {
            throw cell.mismatch("a finite numeric of up to 38 digits")
        }
        return value
    }
}
