import Contracts
import Foundation
import Messaging
import Postgres

/// What every handler does after it wrote down what it heard: looks at the leads of the companies concerned and
/// announces those whose score looks different.
///
/// The companies' rows are locked first, so that two replicas that hear two halves of a lead never both miss the
/// other's half. Four statements a batch, in one round trip and the commit's.
struct Rescore: Sendable {
    let judge: Judge
    let now: @Sendable () -> Date

    init(model: ScoringModel = ScoringModel(), zone: TimeZone, now: @escaping @Sendable () -> Date = { Date() }) {
        judge = Judge(model: model, zone: zone)
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
        let results = try tx.pipeline([CompanyStore.hold(ids)] + writes + [LeadStateStore.load(ids)])
        guard let held = results.first, let loaded = results.last else { return companies.map { _ in .done } }
        let roots = try CompanyStore.roots(held)
        let leads = try LeadStateStore.leads(loaded)
        let known = Set(roots.values)
        guard leads.allSatisfy({ known.contains($0.rootID) }) else { throw MergedMeanwhile() }
        let moment = now()
        let verdicts = try judge.verdicts(on: leads, now: moment)
        let news = verdicts.filter(\.isNews)
        try ScoreStore.save(news, at: moment, in: tx)
        try ScoreStore.refresh(verdicts.filter { !$0.isNews }, in: tx)
        return share(news, among: companies, roots)
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
