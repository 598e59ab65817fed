import Synchronization

/// What the simulator remembers: how often it was called, what that cost, and how it is to misbehave.
final class SandboxState: Sendable {
    /// What is to happen with a call.
    enum Verdict: Sendable {
        case refuse(retryAfter: Int)
        case answer(FaultPlan?)
    }

    let clock: SandboxClock
    /// Whether calls beyond a documented limit are refused; they are counted in any case.
    private let enforcesLimits: Bool
    private let known = Mutex<[String: ProviderRecord]>([:])
    private let tokens = Mutex<[String: Double]>([:])

    init(enforcesLimits: Bool = false, clock: SandboxClock = SandboxClock()) {
        self.enforcesLimits = enforcesLimits
        self.clock = clock
    }

    /// Counts a call and says what is to happen with it. Every call is followed by one of `leave`.
    ///
    /// - Parameter now: seconds by the clock's `elapsed`.
    func admit(
        _ name: String,
        sirens: [String],
        client: String,
        limits: [RateLimit],
        at now: Double? = nil
    ) -> Verdict {
        let (now, time) = (now ?? clock.elapsed, clock.time)
        return record(name) { record in
            record.count(sirens, at: now)
            let ordered = record.fault?.plan.limitPerSecond.map {
                RateLimit(name: "ordered", calls: $0, seconds: 1, isPerClient: true)
            }
            let wait = record.exceeds(
                ordered.map { [$0] } ?? limits,
                client: client,
                at: now,
                day: SandboxClock.day(time),
                midnight: 86_400 - time.truncatingRemainder(dividingBy: 86_400),
                isEnforced: enforcesLimits || ordered != nil
            )
            if let wait { return .refuse(retryAfter: Int(wait.rounded(.up))) }
            return .answer(record.strike())
        }
    }

    /// Ends a call.
    func leave(_ name: String) { record(name) { $0.leave() } }

    /// Calls left of a limit to a client.
    func remaining(_ name: String, of limit: RateLimit, client: String) -> Int {
        let (now, day) = (clock.elapsed, SandboxClock.day(clock.time))
        return record(name) { $0.remaining(of: limit, client: client, at: now, day: day) }
    }

    /// Puts a plan in force, in place of the one before.
    func order(_ plan: FaultPlan) {
        record(plan.provider) { record in
            record.fault = FaultProgress(plan)
            if let credits = plan.credits { record.credits = credits * 100 }
            if let keys = plan.keys { record.keys = keys }
            if let robots = plan.robots { record.robots = robots }
        }
    }

    /// Takes the price of an answer; false when the balance does not suffice.
    func charge(_ name: String, _ price: Int, for sirens: [String]) -> Bool {
        record(name) { $0.charge(price, for: sirens) }
    }

    /// The balance in hundredths of a credit.
    func credits(_ name: String) -> Int { record(name) { $0.credits } }

    /// Whether a provider takes that key: any but those that begin with `bad`, unless some were ordered.
    func accepts(_ key: String?, at name: String) -> Bool {
        guard let key, !key.isEmpty else { return false }
        return record(name) { $0.keys }?.contains(key) ?? !key.hasPrefix("bad")
    }

    func robots(_ name: String) -> String? { record(name) { $0.robots } }

    /// Remembers a token until a time by the simulator's clock; at most 10,000 of them.
    func issue(_ token: String, until time: Double) {
        tokens.withLock { tokens in
            if tokens.count >= 10_000 { tokens = [:] }
            tokens[token] = time
        }
    }

    func isIssued(_ token: String) -> Bool {
        let now = clock.time
        return tokens.withLock { $0[token].map { now < $0 } ?? false }
    }

    /// Forgets counters, plans, tokens and a scripted time.
    func clear() {
        known.withLock { records in records = records.mapValues(\.emptied) }
        tokens.withLock { $0 = [:] }
        clock.reset()
    }

    /// The counters, as `GET /_control` shows them.
    var document: JSONValue {
        let records = known.withLock { $0 }
        let shown = Providers.all.map { provider in
            JSONValue.Member(key: provider.name, value: (records[provider.name] ?? ProviderRecord()).document)
        }
        return [
            "simulator": true, "clock": .string(SandboxClock.iso(clock.time)), "scripted": .bool(clock.isScripted),
            "enforces_limits": .bool(enforcesLimits), "providers": .object(shown),
        ]
    }

    private func record<Value: Sendable>(_ name: String, _ body: (inout ProviderRecord) -> Value) -> Value {
        known.withLock { body(&$0[name, default: ProviderRecord()]) }
    }
}
