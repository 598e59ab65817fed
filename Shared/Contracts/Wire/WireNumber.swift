import Foundation

/// Numbers as JSON writes them.
enum WireNumber {
    private static let zero = UInt8(ascii: "0")
    private static let digits = zero...UInt8(ascii: "9")

    /// The value of at most 18 digits after a minus perhaps; nil for more, for none, and for a zero in front.
    static func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        let isNegative = bytes.first == UInt8(ascii: "-")
        let first = isNegative ? 1 : 0
        let count = bytes.count - first
        guard (1...18).contains(count), count == 1 || bytes[first] != zero else { return nil }
        var value: Int64 = 0
        for byte in bytes[first...] { value = value &* 10 &+ Int64(byte &- zero) }
        return isNegative ? -value : value
    }

    /// The text of a number of RFC 8259; nil for what is none.
    static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        var index = bytes.first == UInt8(ascii: "-") ? 1 : 0
        func passDigits() -> Bool {
            let start = index
            while index < bytes.count, digits.contains(bytes[index]) { index += 1 }
            return index > start
        }
        func passes(_ signs: UInt8...) -> Bool {
            guard index < bytes.count, signs.contains(bytes[index]) else { return false }
            index += 1
            return true
        }
        if !passes(zero) { guard passDigits() else { return nil } }
        if passes(UInt8(ascii: ".")) { guard passDigits() else { return nil } }
        if passes(UInt8(ascii: "e"), UInt8(ascii: "E")) {
            _ = passes(UInt8(ascii: "+"), UInt8(ascii: "-"))
            guard passDigits() else { return nil }
        }
        return index == bytes.count ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// A whole number however it is written, as `5.0` or `50e-1`; nil where `T` does not hold it.
    ///
    /// Foundation's way is followed step by step, because it decides what services have accepted so far: what is
    /// next to a whole number as a `Double` is one, and from 2^53 on a `Decimal` decides, whose fraction is dropped.
    static func integer<T: FixedWidthInteger>(_ text: String, as type: T.Type) -> T? {
        if let value = T(text) { return value }
        guard let double = Double(text), let value = T(exactly: double) else { return nil }
        guard double.magnitude >= 0x1p53 else { return value }
        guard let decimal = Decimal(string: text), decimal.isFinite,
            var magnitude = UInt64(decimal.significand.magnitude.description)
        else { return nil }
        for _ in 0..<abs(decimal.exponent) {
            if decimal.exponent < 0 {
                magnitude /= 10
            } else {
                let (product, isTooLarge) = magnitude.multipliedReportingOverflow(by: 10)
                guard !isTooLarge else { return nil }
                magnitude = product
            }
        }
        guard let size = T(exactly: magnitude) else { return nil }
        return decimal.isSignMinus ? 0 - size : size
    }

    /// The nearest number of the type; nil where it is infinite, or zero without being written as zero.
    static func floating<T: BinaryFloatingPoint & LosslessStringConvertible>(_ text: String, as type: T.Type) -> T? {
        guard let value = T(text), value.isFinite else { return nil }
        guard value == 0 else { return value }
        let mantissa = text.utf8.prefix { $0 | 0x20 != UInt8(ascii: "e") }
        return mantissa.contains { $0 > zero && digits.contains($0) } ? nil : value
    }
}
