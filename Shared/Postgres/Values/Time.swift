public import Foundation

/// A moment: `timestamptz`, or `timestamp` taken as UTC; kept to the microsecond.
///
/// `infinity` and `-infinity` are `Date.distantFuture` and `Date.distantPast`.
extension Date: PostgresBindable, PostgresDecodable {
    /// 2000-01-01, where PostgreSQL starts to count, to 2001-01-01, where Foundation does: 366 days.
    private static let epochSeconds = 31_622_400.0

    private var microseconds: Int64? {
        switch self {
        case .distantFuture: .max
        case .distantPast: .min
        default: Int64(exactly: ((timeIntervalSinceReferenceDate + Self.epochSeconds) * 1_000_000).rounded())
        }
    }

    /// - Throws: ``PostgresError/Code/binding`` beyond about 292,000 years from now.
    public func writeBinary(
        into writer: inout PostgresWriter,
        as type: PostgresType
    ) throws(PostgresError) -> Bool {
        guard type == .timestamptz || type == .timestamp else { return false }
        guard let microseconds else { throw PostgresError(.binding, "bind", reason: "a moment out of range") }
        writer.integer(microseconds)
        return true
    }

    public var postgresText: String {
        guard let microseconds else { return "out of range" }
        guard microseconds != .max else { return "infinity" }
        guard microseconds != .min else { return "-infinity" }
        let (seconds, fraction) = microseconds.flooredDivision(by: 1_000_000)
        let (days, second) = seconds.flooredDivision(by: 86_400)
        let day = CivilDay(daysSinceEpoch: Int(days) + CivilDay.postgresEpochDays)
        let clock = [second / 3600, second / 60 % 60, second % 60].map { padded(Int($0), to: 2) }
        return "\(day) \(clock.joined(separator: ":")).\(padded(Int(fraction), to: 6))+00"
    }

    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Date {
        guard cell.type == .timestamptz || cell.type == .timestamp else { throw cell.mismatch("a timestamp") }
        switch try cell.integer(Int64.self) {
        case .max: return .distantFuture
        case .min: return .distantPast
        case let microseconds:
            // Whole seconds and the rest apart: a double holds each exactly enough for the microsecond.
            let (seconds, fraction) = microseconds.flooredDivision(by: 1_000_000)
            return Date(timeIntervalSinceReferenceDate: Double(seconds) - epochSeconds + Double(fraction) / 1_000_000)
        }
    }
}

extension Int64 {
    /// Quotient rounded down and the remainder, which is never negative.
    fileprivate func flooredDivision(by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

/// An `interval` without months, whose length is not fixed; a day counts 24 hours.
extension Duration: PostgresBindable, PostgresDecodable {
    private var microseconds: Int64? {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        return overflow ? nil : whole + attoseconds / 1_000_000_000_000
    }

    public var postgresText: String { microseconds.map { "\($0) microseconds" } ?? "out of range" }

    public func writeBinary(
        into writer: inout PostgresWriter,
        as type: PostgresType
    ) throws(PostgresError) -> Bool {
        guard type == .interval else { return false }
        guard let microseconds else { throw PostgresError(.binding, "bind", reason: "an interval out of range") }
        writer.integer(microseconds)
        writer.integer(Int64(0))  // days and months
        return true
    }

    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Duration {
        guard cell.type == .interval else { throw cell.mismatch("an interval") }
        let bytes = try cell.required(count: 16)
        let microseconds = Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
        let days = Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: Int32.self))
        guard bytes.loadUnaligned(fromByteOffset: 12, as: Int32.self) == 0 else {
            throw cell.mismatch("an interval without months")
        }
        return .microseconds(microseconds) + .seconds(Int64(days) * 86_400)
    }
}
