import CCurl
import Glibc

/// Reads `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date.
enum RetryAfter {
    /// Longer waits are cut to this: nobody plans further, and arithmetic stays far from overflow.
    static let longest: Int64 = 31 * 86_400

    /// A date is counted from the response's own `Date` where it has one, so that a clock that is off does no harm.
    static func read(_ headers: HTTPHeaders, now: Int64 = Int64(time(nil))) -> Duration? {
        guard let value = headers["Retry-After"], !value.isEmpty else { return nil }
        if value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return .seconds(min(Int64(value) ?? longest, longest))
        }
        guard let then = seconds(of: value) else { return nil }
        let base = headers["Date"].flatMap(seconds(of:)) ?? now
        return .seconds(max(0, min(then - base, longest)))
    }

    /// Seconds since 1970; libcurl reads all three date forms of RFC 9110.
    private static func seconds(of date: String) -> Int64? {
        let parsed = curl_getdate(date, nil)
        return parsed < 0 ? nil : Int64(parsed)
    }
}
