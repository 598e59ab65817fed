import Synchronization

/// What the simulator remembers: how often it was called, and how it is to misbehave.
final class SandboxState: Sendable {
    static let providers = [
        RechercheEntreprises.name, RatiosInpiBce.name, Bodacc.name, SlackInbox.name,
    ]
    /// SIREN counted apart, per provider; calls beyond are in the total alone.
    static let countedSirens = 100_000

    /// What is to happen with a call.
    enum Verdict: Sendable {
        case refuse
        case answer(FaultPlan?)
    }

    fileprivate struct Provider {
        var calls = 0
        var refused = 0
        var faulted = 0
        var inFlight = 0
        var mostInFlight = 0
        var mostPerSecond = 0
        var bySiren: [String: Int] = [:]
        var all = RollingSecond()
        var admitted: [String: RollingSecond] = [:]
        var fault: FaultProgress?
    }

    private let limits: [String: Int]
    private let known = Mutex<[String: Provider]>([:])

    /// - Parameter limits: calls per second and client, by provider; none when absent.
    init(limits: [String: Int] = [:]) { self.limits = limits }

    /// Counts a call and says what is to happen with it. Every call is followed by one of `leave`.
    func admit(
        _ name: String,
        sirens: [String],
        client: String,
        at now: ContinuousClock.Instant = .now
    ) -> Verdict {
        known.withLock { providers in
            var provider = providers[name] ?? Provider()
            defer { providers[name] = provider }
            provider.count(sirens, at: now)
            let limit = provider.fault?.plan.limitPerSecond ?? limits[name]
            if let limit, !provider.admits(client, limit: limit, at: now) {
                provider.refused += 1
                return .refuse
            }
            guard provider.fault?.strikes() == true else { return .answer(nil) }
            provider.faulted += 1
            return .answer(provider.fault?.plan)
        }
    }

    /// Ends a call.
    func leave(_ name: String) { known.withLock { $0[name]?.inFlight -= 1 } }

    /// Puts a plan in force, in place of the one before.
    func order(_ plan: FaultPlan) { known.withLock { $0[plan.provider, default: .init()].fault = FaultProgress(plan) } }

    /// Forgets counters and plans.
    func clear() {
        known.withLock { providers in
            for (name, provider) in providers {
                providers[name] = Provider(inFlight: provider.inFlight)
            }
        }
    }

    /// The counters, as `GET /_control` shows them.
    var document: JSONValue {
        let providers = known.withLock { $0 }
        let shown = Self.providers.map { name in
            JSONValue.Member(key: name, value: (providers[name] ?? Provider()).document)
        }
        return ["simulator": true, "providers": .object(shown)]
    }
}

extension SandboxState.Provider {
    mutating func count(_ sirens: [String], at now: ContinuousClock.Instant) {
        calls += 1
        inFlight += 1
        mostInFlight = max(mostInFlight, inFlight)
        mostPerSecond = max(mostPerSecond, all.count(at: now) + 1)
        all.add(now)
        for siren in sirens where bySiren[siren] != nil || bySiren.count < SandboxState.countedSirens {
            bySiren[siren, default: 0] += 1
        }
    }

    /// Whether the client may call once more; a refused call takes nothing from its allowance.
    mutating func admits(_ client: String, limit: Int, at now: ContinuousClock.Instant) -> Bool {
        var window = admitted[client] ?? RollingSecond()
        defer { admitted[client] = window }
        guard window.count(at: now) < limit else { return false }
        window.add(now)
        return true
    }

    var document: JSONValue {
        let sirens = bySiren.sorted { $0.key < $1.key }.map { JSONValue.Member(key: $0.key, value: .integer($0.value)) }
        return [
            "calls": .integer(calls), "refused": .integer(refused), "faulted": .integer(faulted),
            "in_flight": .integer(inFlight), "most_in_flight": .integer(mostInFlight),
            "most_per_second": .integer(mostPerSecond), "by_siren": .object(sirens),
        ]
    }
}
