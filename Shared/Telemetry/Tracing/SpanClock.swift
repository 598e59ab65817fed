public import Foundation
import Glibc

/// Spans are timed by the wall clock, which other machines share.
public enum SpanClock {
    /// Nanoseconds since the epoch.
    public static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(max(0, time.tv_sec)) * 1_000_000_000 + UInt64(max(0, time.tv_nsec))
    }

    public static func nanoseconds(of moment: Date) -> UInt64 {
        UInt64(max(0, min(moment.timeIntervalSince1970, 1e10)) * 1e9)
    }
}
