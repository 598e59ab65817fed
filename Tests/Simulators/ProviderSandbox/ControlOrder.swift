import Foundation

/// What `POST /_control` was given: the clock's time, a plan for one provider, or both.
struct ControlOrder: Decodable, Sendable {
    /// `2026-11-26T08:00:00Z`, or `system` for the system's time.
    var clock: String?
    /// Seconds by which the clock is moved on.
    var advance: Double?
    var plan: FaultPlan?

    private enum Key: String, CodingKey {
        case clock, advance, provider
    }

    /// - Throws: `DecodingError` for a document of another shape.
    init(from decoder: any Decoder) throws {
        let order = try decoder.container(keyedBy: Key.self)
        clock = try order.decodeIfPresent(String.self, forKey: .clock)
        advance = try order.decodeIfPresent(Double.self, forKey: .advance)
        plan = order.contains(.provider) ? try FaultPlan(from: decoder) : nil
    }

    /// - Throws: an error of Foundation for anything but an order.
    static func read(_ body: Data) throws -> ControlOrder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(ControlOrder.self, from: body)
    }

    /// What is wrong with the order, if anything.
    var objection: String? {
        if clock == nil, advance == nil, plan == nil { return "neither a clock nor a provider" }
        if let clock, clock != "system", SandboxClock.time(iso: clock) == nil {
            return "clock must be like 2026-11-26T08:00:00Z, or system"
        }
        if let advance, !(-4e9...4e9).contains(advance) { return "advance must be seconds" }
        return plan?.objection
    }

    func apply(to state: SandboxState) {
        if clock == "system" {
            state.clock.reset()
        } else if let time = clock.flatMap(SandboxClock.time(iso:)) {
            state.clock.set(to: time)
        }
        if let advance { state.clock.advance(by: advance) }
        if let plan { state.order(plan) }
    }
}
