import Foundation

/// How many messages may have left by when: at a rate that grows from a tenth to the whole during a ramp.
struct Pace: Sendable {
    /// Messages per second; nil: as fast as it goes.
    let rate: Double?
    /// Seconds of the ramp.
    let ramp: Double

    init(rate: Double?, ramp: Double?) {
        self.rate = rate
        self.ramp = max(0, ramp ?? 0)
    }

    /// Messages that may have left `seconds` after the beginning; one at once.
    func allowance(after seconds: Double) -> Int {
        guard let rate else { return .max }
        let slope = 0.9 * rate
        let onRamp = min(seconds, ramp)
        // The area below a line from rate/10 to rate.
        let during = ramp > 0 ? onRamp * rate / 10 + slope * onRamp * onRamp / (2 * ramp) : 0
        return 1 + Int(min(1e15, during + max(0, seconds - ramp) * rate))
    }
}
