import Contracts
import Foundation
import Messaging
import Postgres

/// What every handler does after it wrote down what it heard: looks at the leads of the companies concerned and
/// announces those whose score looks different.
///
/// The companies' rows are locked first, so that two replicas that hear two halves of a lead never both miss the
/// other's half. No other rules come into force before the commit, so that the look at all leads that follows them
/// finds every lead that was scored by these. Six statements a batch, in one round trip and the commit's.
struct Rescore: Sendable {
    let zone: TimeZone
    let now: @Sendable () -> Date
    private let rules = RulesCache()

    init(zone: TimeZone, now: @escaping @Sendable () -> Date = { Date() }) {
        self.zone = zone
        self.now = now
    }

    /// - Parameters:
    ///   - companies: per delivery, those that it concerns.
    ///   - writes: what was heard, in the order of writing.
    /// - Returns: one outcome per delivery.
    /// - Throws: ``MergedMeanwhile``, `PostgresError`.
    func outcomes(
        concerning companies: [[CompanyID]],
        after writes: [PostgresStatement],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        let ids = Set(companies.joined()).map(\.rawValue).sorted { $0.uuidString < $1.uuidString }
        guard !ids.isEmpty else {
            try tx.pipeline(writes)
            return companies.map { _ in .done }
        }
        let look = try look(ids, after: writes, in: tx)
        return share(look.news, among: companies, look.roots)
    }

    /// What a look at some companies' leads found, written down already.
    struct Look: Sendable {
        var leads: Int
        var news: [Verdict]
        var roots: [CompanyID: CompanyID]
    }

    /// - Parameter ids: companies, in order.
    /// - Throws: ``MergedMeanwhile``, ``FaultyRules``, `PostgresError`.
    func look(_ ids: [UUID], after writes: [PostgresStatement], in tx: isolated PostgresSession) throws -> Look {
        let statements =
            [RuleSetStore.keepInForce, CompanyStore.hold(ids)] + writes
            + [RuleSetStore.current, LeadStateStore.load(ids, zone: zone)]
        let results = try tx.pipeline(statements)
        guard results.count == statements.count else { return Look(leads: 0, news: [], roots: [:]) }
        let scorer = try rules.scorer(RuleSetStore.inForce(results[results.count - 2]), in: tx)
        let roots = try CompanyStore.roots(results[1])
        let leads = try LeadStateStore.leads(results[results.count - 1])
        let known = Set(roots.values)
        guard leads.allSatisfy({ known.contains($0.rootID) }) else { throw MergedMeanwhile() }
        let moment = now()
        let verdicts = try Judge(model: scorer, zone: zone).verdicts(on: leads, now: moment)
        let news = verdicts.filter(\.isNews)
        try ScoreStore.save(news, at: moment, in: tx)
        try ScoreStore.refresh(verdicts.filter { !$0.isNews }, in: tx)
        return Look(leads: leads.count, news: news, roots: roots)
    }

    /// The rules in force.
    func scorer(in tx: isolated PostgresSession) throws -> any Scorer {
        try rules.scorer(RuleSetStore.inForce(tx.pipeline([RuleSetStore.current])[0]), in: tx)
    }

    /// Each event goes with the last delivery that concerns its company.
    private func share(
        _ verdicts: [Verdict],
        among companies: [[CompanyID]],
        _ roots: [CompanyID: CompanyID]
    ) -> [Outcome] {
        var cause: [CompanyID: Int] = [:]
        for (index, concerned) in companies.enumerated() {
            for company in concerned { cause[roots[company] ?? company] = index }
        }
        var events = companies.map { _ in [any Event]() }
        for verdict in verdicts {
            events[cause[verdict.event.companyID] ?? companies.count - 1].append(verdict.event)
        }
        return events.map { .done($0) }
    }
}

/// Two companies became one between two statements: the message is tried again.
struct MergedMeanwhile: DescribesItselfSafely, CustomStringConvertible {
    var description: String { "a company was merged while its leads were being scored" }
}
