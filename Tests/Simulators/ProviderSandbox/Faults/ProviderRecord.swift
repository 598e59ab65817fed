/// What the simulator remembers of one provider.
struct ProviderRecord: Sendable {
    /// SIREN counted apart; calls beyond are in the total alone.
    static let countedSirens = 100_000
    /// Credits at the start, in hundredths.
    static let balance = 1_000_000

    private(set) var calls = 0
    private(set) var refused = 0
    private(set) var faulted = 0
    private(set) var inFlight = 0
    private var mostInFlight = 0
    private var mostPerSecond = 0
    /// Calls that came while a documented limit was used up, enforced or not.
    private(set) var overLimit = 0
    private var bySiren: [String: Int] = [:]
    private var all = LimitWindow()
    private var windows: [String: LimitWindow] = [:]
    var fault: FaultProgress?
    /// In hundredths of a credit.
    var credits = Self.balance
    private var spent = 0
    private var spentBySiren: [String: Int] = [:]
    var keys: [String]?
    var robots: String?

    /// Everything forgotten except the calls under way.
    var emptied: ProviderRecord {
        var record = ProviderRecord()
        record.inFlight = inFlight
        return record
    }

    mutating func count(_ sirens: [String], at now: Double) {
        let second = RateLimit(calls: .max, seconds: 1)
        calls += 1
        inFlight += 1
        mostInFlight = max(mostInFlight, inFlight)
        mostPerSecond = max(mostPerSecond, all.count(of: second, at: now, day: "") + 1)
        all.add(to: second, at: now)
        for siren in sirens where bySiren[siren] != nil || bySiren.count < Self.countedSirens {
            bySiren[siren, default: 0] += 1
        }
    }

    mutating func leave() { inFlight -= 1 }

    /// Seconds to wait when a limit is used up, else nil; a refused call takes nothing from its allowance.
    mutating func exceeds(
        _ limits: [RateLimit],
        client: String,
        at now: Double,
        day: String,
        midnight: Double,
        isEnforced: Bool
    ) -> Double? {
        var longest = 0.0
        for limit in limits {
            var window = windows[key(limit, client)] ?? LimitWindow()
            longest = max(longest, window.wait(for: limit, at: now, day: day, midnight: midnight))
            if longest > 0, isEnforced, let ban = limit.ban, !window.isBanned(at: now),
                window.isFull(limit, at: now, day: day)
            {
                window.ban(until: now + ban)
                longest = max(longest, ban)
            }
            windows[key(limit, client)] = window
        }
        if longest > 0 { overLimit += 1 }
        guard longest == 0 || !isEnforced else {
            refused += 1
            return longest
        }
        for limit in limits { windows[key(limit, client), default: LimitWindow()].add(to: limit, at: now) }
        return nil
    }

    /// Calls left of a limit.
    mutating func remaining(of limit: RateLimit, client: String, at now: Double, day: String) -> Int {
        max(0, limit.calls - windows[key(limit, client), default: LimitWindow()].count(of: limit, at: now, day: day))
    }

    mutating func strike() -> FaultPlan? {
        guard fault?.strikes() == true else { return nil }
        faulted += 1
        return fault?.plan
    }

    /// Takes the price from the balance; false when it does not suffice.
    mutating func charge(_ price: Int, for sirens: [String]) -> Bool {
        guard price <= credits else { return false }
        credits -= price
        spent += price
        if let siren = sirens.first, spentBySiren[siren] != nil || spentBySiren.count < Self.countedSirens {
            spentBySiren[siren, default: 0] += price
        }
        return true
    }

    private func key(_ limit: RateLimit, _ client: String) -> String {
        limit.isPerClient ? limit.name + " " + client : limit.name
    }

    var document: JSONValue {
        [
            "calls": .integer(calls), "refused": .integer(refused), "faulted": .integer(faulted),
            "in_flight": .integer(inFlight), "most_in_flight": .integer(mostInFlight),
            "most_per_second": .integer(mostPerSecond), "over_limit": .integer(overLimit),
            "credits_left": .decimal(thousandths: credits * 10), "credits_spent": .decimal(thousandths: spent * 10),
            "spent_by_siren": Self.sorted(spentBySiren) { .decimal(thousandths: $0 * 10) },
            "by_siren": Self.sorted(bySiren) { .integer($0) },
        ]
    }

    private static func sorted(_ counts: [String: Int], _ shown: (Int) -> JSONValue) -> JSONValue {
        .object(counts.sorted { $0.key < $1.key }.map { JSONValue.Member(key: $0.key, value: shown($0.value)) })
    }
}
