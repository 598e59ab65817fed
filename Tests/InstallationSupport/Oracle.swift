/// What a run left behind, counted by whoever knows where to look: a flow of two hops, a whole installation, a model.
public struct Ledger: Sendable, Equatable {
    /// Leads that somebody answered for; each must come to its end.
    public var accepted: Set<String> = []
    /// For each kind of effect that every accepted lead has once: lead → times.
    public var effects: [String: [String: Int]] = [:]
    /// For each kind of effect that a lead has once or not at all: what → times.
    public var atMostOnce: [String: [String: Int]] = [:]
    /// Leads whose message was poisoned on purpose: they end as a dead letter instead.
    public var planted: Set<String> = []
    /// Leads of open dead letters, or their classes where no lead is known.
    public var deadLetters: [String] = []
    /// Announced, and neither handled by everybody who hears it nor kept as a dead letter.
    public var unheard = 0
    public var outbox = 0
    public var retries = 0

    public init() {}
}

/// Nothing lost, nothing doubled, nothing left: the one judge of every fault test.
public enum Oracle {
    /// One sentence per broken promise; empty when all are kept.
    public static func complaints(_ ledger: Ledger) -> [String] {
        let expected = ledger.accepted.subtracting(ledger.planted)
        var complaints: [String] = []
        for (effect, counts) in ledger.effects.sorted(by: { $0.key < $1.key }) {
            say("lost", effect, expected.filter { counts[$0, default: 0] == 0 }, &complaints)
            say("doubled", effect, counts.filter { $0.value > 1 }.map(\.key), &complaints)
            say("not accepted, and had", effect, counts.keys.filter { !expected.contains($0) }, &complaints)
        }
        for (effect, counts) in ledger.atMostOnce.sorted(by: { $0.key < $1.key }) {
            say("doubled", effect, counts.filter { $0.value > 1 }.map(\.key), &complaints)
        }
        let letters = Set(ledger.deadLetters)
        say("without the planted dead letter:", "", ledger.planted.subtracting(letters), &complaints)
        say("with an unexpected dead letter:", "", letters.subtracting(ledger.planted), &complaints)
        if ledger.unheard > 0 { complaints.append("\(ledger.unheard) events announced and not handled") }
        if ledger.outbox > 0 { complaints.append("\(ledger.outbox) events left in the outbox") }
        if ledger.retries > 0 { complaints.append("\(ledger.retries) messages left to run again") }
        return complaints
    }

    private static func say(
        _ what: String,
        _ effect: String,
        _ leads: some Collection<String>,
        _ complaints: inout [String]
    ) {
        guard !leads.isEmpty else { return }
        complaints.append("\(leads.count) \(what) \(effect): \(leads.sorted().prefix(3).joined(separator: ", "))")
    }
}
