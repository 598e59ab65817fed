public import Foundation
import Synchronization

/// Time-ordered UUIDs (RFC 9562 section 5.7): 48 bits of Unix milliseconds, a 12-bit counter, 62 random bits.
///
/// Strictly increasing within a process, also when the clock steps back, so that identifiers made in order sort in
/// order and a partition by identifier is a partition by time.
public enum UUIDv7 {
    private struct Last {
        var milliseconds: UInt64 = 0
        var counter: UInt16 = 0
    }

    private static let last = Mutex(Last())

    /// - Parameter date: the time to carry; now if not given.
    public static func make(at date: Date = Date()) -> UUID {
        let now = UInt64(max(0, date.timeIntervalSince1970 * 1000))
        let (milliseconds, counter) = last.withLock { last -> (UInt64, UInt16) in
            if now > last.milliseconds {
                last = Last(milliseconds: now, counter: UInt16.random(in: 0..<0x400))
            } else if last.counter < 0xFFF {
                last.counter += 1
            } else {
                last = Last(milliseconds: last.milliseconds + 1, counter: 0)
            }
            return (last.milliseconds, last.counter)
        }
        return assemble(milliseconds, counter, RandomBits.next())
    }

    /// The smallest UUID of a moment: a bound for partitions and range scans.
    public static func lowerBound(of date: Date) -> UUID {
        let milliseconds = UInt64(max(0, date.timeIntervalSince1970 * 1000))
        return assemble(milliseconds, 0, 0)
    }

    /// The moment a UUIDv7 carries, or nil for another version.
    public static func date(of id: UUID) -> Date? {
        let b = id.uuid
        guard b.6 >> 4 == 7 else { return nil }
        let high = UInt64(b.0) << 40 | UInt64(b.1) << 32 | UInt64(b.2) << 24
        let milliseconds = high | UInt64(b.3) << 16 | UInt64(b.4) << 8 | UInt64(b.5)
        return Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }

    private static func assemble(_ ms: UInt64, _ counter: UInt16, _ random: UInt64) -> UUID {
        func byte(_ value: UInt64, _ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: value >> shift) }
        return UUID(
            uuid: (
                byte(ms, 40), byte(ms, 32), byte(ms, 24), byte(ms, 16), byte(ms, 8), byte(ms, 0),
                0x70 | UInt8(counter >> 8), UInt8(truncatingIfNeeded: counter),
                0x80 | (byte(random, 56) & 0x3F), byte(random, 48), byte(random, 40), byte(random, 32),
                byte(random, 24), byte(random, 16), byte(random, 8), byte(random, 0)
            )
        )
    }
}
