import Foundation
import Testing

@testable import Contracts

/// Numbers in every form: taken, refused and understood as by Foundation.
@Suite struct WireNumberTests {
    @Test(arguments: [
        ("5", true), ("-5", true), ("0", true), ("-0", true), ("5.0", true), ("5e0", true), ("50e-1", true),
        ("5E+1", true),
        ("1.5", false), ("01", false), ("-01", false), ("-", false), ("0.", false), (".5", false), ("1e", false),
        ("1.e1", false), ("1.0e", false), ("1+1", false), ("1--1", false), ("+1", false), ("1e400", false),
        ("0e400", true),
        ("1e-400", true), ("9223372036854775807", true), ("9223372036854775808", false), ("-9223372036854775808", true),
        ("-9223372036854775809", false), ("9007199254740993.0", true), ("9007199254740992.5", true),
        ("922337203685477580.7e1", false), ("1e18", true), ("1e19", false),
        ("1.00000000000000000000000000000001", true),
        ("1e0000000000000000000000001", true), ("1e99999999999999999999", false), ("NaN", false), ("0x10", false),
        ("1.5.5", false), ("1e5e5", false), (String(repeating: "1", count: 1000), false), ("\"5\"", false),
        ("null", false),
        ("1." + String(repeating: "0", count: 1000), true), ("123456789012345678", true), ("1234567890123456789", true),
    ])
    func integers(text: String, isTaken: Bool) {
        let (ours, theirs) = read(Int.self, text)
        #expect(ours == theirs && ours.isValue == isTaken)
        // Of the other widths Foundation alone knows what it takes.
        #expect(read(Int8.self, text).0 == read(Int8.self, text).1)
        #expect(read(UInt8.self, text).0 == read(UInt8.self, text).1)
        #expect(read(UInt32.self, text).0 == read(UInt32.self, text).1)
        #expect(read(UInt64.self, text).0 == read(UInt64.self, text).1)
        #expect(read(Int128.self, text).0 == read(Int128.self, text).1)
        #expect(read(Double.self, text).0 == read(Double.self, text).1)
        #expect(read(Float.self, text).0 == read(Float.self, text).1)
        #expect(read(Decimal.self, text).0 == read(Decimal.self, text).1)
    }

    @Test(arguments: [
        ("0.1", true), ("-0.0", true), ("1e308", true), ("1e309", false), ("4.9e-324", true), ("1e-330", false),
        ("2.4703282292062327e-324", false), ("2.4703282292062328e-324", true), ("1.7976931348623159e308", false),
        ("123456789012345678901234567890", true), ("0.000e-999", true), ("true", false), ("[]", false),
        ("16777217", true),
        ("3.4028236e38", true),
    ])
    func floatingNumbers(text: String, isTaken: Bool) {
        let (ours, theirs) = read(Double.self, text)
        #expect(ours == theirs && ours.isValue == isTaken)
        #expect(read(Float.self, text).0 == read(Float.self, text).1)
        #expect(read(Decimal.self, text).0 == read(Decimal.self, text).1)
        #expect(read([Double].self, "[\(text)]").0.isValue == isTaken)
    }

    /// Short enough for Foundation, which stops the process where a number is beyond its `Decimal`.
    @Test func numbersOfRandomForm() {
        for seed in UInt64(0)..<2_000 {
            var generator = SeededGenerator(seed: seed)
            func digits(_ count: ClosedRange<Int>) -> String {
                (0..<generator.number(count)).map { _ in "\(generator.number(0...9))" }.joined()
            }
            var text = (generator.number(0...2) == 0 ? "-" : "") + digits(1...24)
            if generator.number(0...2) == 0 { text += "." + digits(0...20) }
            if generator.number(0...2) == 0 { text += "e" + ["", "+", "-"][generator.number(0...2)] + digits(0...2) }
            #expect(read(Int.self, text).0 == read(Int.self, text).1, "\(text)")
            #expect(read(Int16.self, text).0 == read(Int16.self, text).1, "\(text)")
            #expect(read(UInt64.self, text).0 == read(UInt64.self, text).1, "\(text)")
            #expect(read(Double.self, text).0 == read(Double.self, text).1, "\(text)")
            #expect(read(Float.self, text).0 == read(Float.self, text).1, "\(text)")
            #expect(read(Decimal.self, text).0 == read(Decimal.self, text).1, "\(text)")
        }
    }
}
