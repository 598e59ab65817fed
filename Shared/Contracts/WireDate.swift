public import Foundation
import FrenchBusiness

/// RFC 3339 instants with milliseconds, in UTC. Written and read by hand: every message holds several, and Foundation's
/// formatter takes longer over them than JSON over the rest.
public enum WireDate {
    private static let day = 86_400_000  // milliseconds

    /// `2026-11-25T22:10:37.123Z`; years outside 1...9999 are held within them.
    public static func text(_ date: Date) -> String {
        let limit = 400_000_000_000_000.0  // beyond year 9999, and safe to convert
        let milliseconds = Int((date.timeIntervalSince1970 * 1000).rounded().clamped(to: -limit...limit))
        let days = Int((Double(milliseconds) / Double(day)).rounded(.down))
        let (year, month, dayOfMonth) = CivilDate(clamping: days).fields
        let time = milliseconds - days * day
        return String(unsafeUninitializedCapacity: 24) { buffer in
            func put(_ number: Int, _ digits: Int, at index: Int) {
                var rest = number
                for position in stride(from: index + digits - 1, through: index, by: -1) {
                    buffer[position] = UInt8(48 + rest % 10)
                    rest /= 10
                }
            }
            put(year, 4, at: 0)
            put(month, 2, at: 5)
            put(dayOfMonth, 2, at: 8)
            put(time / 3_600_000, 2, at: 11)
            put(time / 60_000 % 60, 2, at: 14)
            put(time / 1000 % 60, 2, at: 17)
            put(time % 1000, 3, at: 20)
            for (index, sign) in [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"), (19, "."), (23, "Z")]
                as [(Int, UnicodeScalar)]
            {
                buffer[index] = UInt8(ascii: sign)
            }
            return 24
        }
    }

    /// Any fraction of a second, and any offset; nil for what is no instant.
    public static func date(_ text: String) -> Date? {
        var reader = Reader(bytes: Array(text.utf8))
        guard let year = reader.number(4), reader.takes("-"), let month = reader.number(2), reader.takes("-"),
            let dayOfMonth = reader.number(2), reader.takes("T") || reader.takes("t"),
            let hour = reader.number(2), reader.takes(":"), let minute = reader.number(2), reader.takes(":"),
            let second = reader.number(2), hour < 24, minute < 60, second < 60,
            let civil = CivilDate(year: year, month: month, day: dayOfMonth),
            let fraction = reader.fraction(), let offset = reader.offset(), reader.isAtEnd
        else { return nil }
        let seconds = Int(civil.daysSinceEpoch) * 86_400 + hour * 3600 + minute * 60 + second - offset
        return rounded(Date(timeIntervalSince1970: Double(seconds) + fraction))
    }

    /// `date` as it comes back from the wire: to the nearest millisecond.
    public static func rounded(_ date: Date) -> Date {
        Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1000).rounded() / 1000)
    }

    private struct Reader {
        let bytes: [UInt8]
        var index = 0

        var isAtEnd: Bool { index == bytes.count }

        mutating func takes(_ sign: UnicodeScalar) -> Bool {
            guard index < bytes.count, bytes[index] == UInt8(ascii: sign) else { return false }
            index += 1
            return true
        }

        mutating func number(_ digits: Int) -> Int? {
            guard index + digits <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[index..<index + digits] {
                guard (48...57).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 48)
            }
            index += digits
            return value
        }

        /// Zero where there is none; nil for a point without digits.
        mutating func fraction() -> Double? {
            guard takes(".") || takes(",") else { return 0 }
            let start = index
            var (value, scale) = (0.0, 1.0)
            while let digit = number(1), index - start <= 18 {
                value = value * 10 + Double(digit)
                scale *= 10
            }
            return index > start ? value / scale : nil
        }

        /// Seconds east of UTC.
        mutating func offset() -> Int? {
            if takes("Z") || takes("z") { return 0 }
            let isWest = takes("-")
            guard isWest || takes("+"), let hours = number(2) else { return nil }
            _ = takes(":")
            guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
            return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
        }
    }
}

extension Double {
    fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
        isNaN ? 0 : Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
