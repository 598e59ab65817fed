import Foundation

/// How many messages of one channel may begin now: places in flight, sends a second, and a pause that the other side
/// asked for.
struct SendPace: Sendable {
    static let places = 8

    private let perSecond: Double
    private var tokens: Double
    private var countedAt: Date
    private var inFlight = 0
    private var pausedUntil = Date.distantPast
    private var isWaiting = false

    init(perSecond: Int, now: Date) {
        self.perSecond = Double(perSecond)
        tokens = Double(perSecond)
        countedAt = now
    }

    /// Messages that may begin now; where there are none although places are free, the moment to ask again.
    mutating func room(now: Date) -> (count: Int, askAgain: Date?) {
        guard now >= pausedUntil else { return (0, pausedUntil) }
        tokens = min(perSecond, tokens + max(0, now.timeIntervalSince(countedAt)) * perSecond)
        countedAt = now
        let places = Self.places - inFlight
        guard places > 0 else { return (0, nil) }
        guard tokens >= 1 else { return (0, now.addingTimeInterval((1 - tokens) / perSecond)) }
        return (min(places, Int(tokens)), nil)
    }

    /// Whether somebody should wait until `moment`: nobody does yet, and the bell's own second would be too late.
    mutating func isFirstToWait(now: Date, until moment: Date) -> Bool {
        guard !isWaiting, moment.timeIntervalSince(now) < 1 else { return false }
        isWaiting = true
        return true
    }

    mutating func waited() { isWaiting = false }

    mutating func begin(_ count: Int) {
        inFlight += count
        tokens -= Double(count)
    }

    mutating func end() { inFlight -= 1 }

    mutating func pause(until date: Date) { pausedUntil = max(pausedUntil, date) }
}
