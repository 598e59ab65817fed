import Foundation

/// A provider as an operator sees it.
struct ProviderState: Encodable, Sendable {
    let provider: String
    /// Its place in the waterfall, from 1; nil: in none
    let place: Int?
    /// `valid`, `refused`, `not_needed`, `missing`, `unchecked`; nil: never checked
    let key: String?
    let creditsLeft: Int64?
    let checkedAt: Date?
    /// Cents a call, the dearest question
    let priceCents: Int
    let callsToday: Int64
    let spentTodayCents: Int64
    let perDayCents: Int?
    let lastSuccessAt: Date?
    let lastError: String?
    let lastErrorAt: Date?
    /// `ready`, `stopped`, `resting`, `breaker_open`, `waiting`
    let state: String
    /// Why it rests
    let reason: String?
    /// nil: now, or never
    let nextTryAt: Date?

    static let head: [(text: String, width: Int)] = [
        ("provider", 22), ("state", 13), ("key", 10), ("credits", 8), ("price", 7), ("today", 16), ("next try", 20),
        ("last error", 60),
    ]

    var cells: [(text: String, width: Int)] {
        let spent = "\(callsToday) calls, \(Self.euros(spentTodayCents))"
        let error = [lastError, lastErrorAt?.formatted(.iso8601)].compactMap(\.self).joined(separator: ", ")
        let standing = [state, reason].compactMap(\.self).joined(separator: " ")
        return [
            (provider, 22), (standing, 13), (key ?? "unchecked", 10), (creditsLeft.map { "\($0)" } ?? "-", 8),
            (priceCents == 0 ? "free" : Self.euros(Int64(priceCents)), 7), (spent, 16),
            (nextTryAt?.formatted(.iso8601) ?? (state == "stopped" ? "never" : "now"), 20),
            (error.isEmpty ? "-" : error, 60),
        ]
    }

    private static func euros(_ cents: Int64) -> String {
        let fraction = cents % 100
        return "\(cents / 100),\(fraction < 10 ? "0" : "")\(fraction) €"
    }
}
