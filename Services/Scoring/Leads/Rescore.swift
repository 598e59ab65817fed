import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres

/// What every handler does after it wrote down what it heard: looks at the leads of the companies concerned and
/// announces those whose score looks different; what to do next with each is written where it changes.
///
/// The companies' rows are locked first, so that two replicas that hear two halves of a lead never both miss the
/// other's half. No other rules come into force before the commit, so that the look at all leads that follows them
/// finds every lead that was scored by these. Eight statements a batch, nine where advice changes, in one
/// round trip and the commit's.
struct Rescore: Sendable {
    let zone: TimeZone
    let now: @Sendable () -> Date
    private let rules = RulesCache()
    private let models = ModelCache()

    init(zone: TimeZone, now: @escaping @Sendable () -> Date = { Date() }) {
        self.zone = zone
        self.now = now
    }

    /// - Parameters:
    ///   - companies: per delivery, those that it concerns.
    ///   - writes: what was heard, in the order of writing.
    /// - Returns: one outcome per delivery.
    /// - Throws: ``MergedMeanwhile``, `PostgresError`.
    func outcomes<Message>(
        of deliveries: [Delivery<Message>],
        concerning companies: [[CompanyID]],
        after writes: [PostgresStatement],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        let ids = Set(companies.joined()).map(\.rawValue).sorted { $0.uuidString < $1.uuidString }
        guard !ids.isEmpty else {
            try tx.pipeline(writes)
            return companies.map { _ in .done }
        }
        let heard = Causes.Heard(messages: deliveries.map(\.envelope.messageID), companies: companies)
        let look = try look(ids, .messages(heard), after: writes, in: tx)
        return share(look.news, among: companies, look.roots)
    }

    /// What a look at some companies' leads found, written down already.
    struct Look: Sendable {
        var leads: Int
        var news: [Verdict]
        var roots: [CompanyID: CompanyID]
    }

    /// Why leads are looked at.
    enum Reason: Sendable {
        case messages(Causes.Heard)
        /// A look at every lead.
        case job(UUID)
    }

    /// - Parameter ids: companies, in order.
    /// - Throws: ``MergedMeanwhile``, ``FaultyRules``, `PostgresError`.
    func look(_ ids: [UUID], _ reason: Reason, after writes: [PostgresStatement], in tx: isolated PostgresSession)
        throws
        -> Look
    {
        let statements =
            [RuleSetStore.keepInForce, CompanyStore.hold(ids), QuietStore.end(ids)] + writes
            + [
                RuleSetStore.current, LeadsModelStore.current, LeadStateStore.load(ids, zone: zone),
                AdviceStore.load(ids, zone: zone),
            ]
        let results = try tx.pipeline(statements)
        guard results.count == statements.count else { return Look(leads: 0, news: [], roots: [:]) }
        let judge = try judge(rules: results[results.count - 4], model: results[results.count - 3], in: tx)
        let leads = try LeadStateStore.leads(results[results.count - 2])
        let roots = try CompanyStore.roots(results[1])
        let known = try AdviceStore.known(results[results.count - 1])
        var look = Look(leads: 0, news: [], roots: roots)
        let moment = now()
        let findings = try findings(on: leads, known, by: judge, at: moment)
        try keep(findings, Causes(reason, roots), at: moment, into: &look, in: tx)
        return look
    }

    /// What is to be written of some leads.
    struct Findings: Sendable {
        let leads: Int
        /// Companies that the leads belong to.
        let roots: Set<CompanyID>
        let verdicts: [Verdict]
        let advice: [AdviceStore.Change]
        /// Companies of which something is to be written.
        let companies: Set<CompanyID>
        /// Until when time alone changes nothing of them; empty where that was not asked for.
        let quiet: [CompanyID: CivilDate]
    }

    /// Pure, on whatever thread.
    /// - Parameter looksAhead: whether to find out how long it will stay like this, too.
    func findings(
        on leads: [LeadState],
        _ known: [LeadID: AdviceStore.Known],
        by judge: Judge,
        at moment: Date,
        looksAhead: Bool = false
    ) throws -> Findings {
        let judged = try judge.judged(leads, now: moment)
        let verdicts = judged.filter { !$0.isStored }.map(\.verdict)
        let advising = Advising(now: moment, zone: zone)
        let situations = advising.situations(of: leads, known, verdicts)
        let advice = advising.changes(situations)
        let advised = Set(advice.map(\.lead))
        let companies = advised.isEmpty ? [] : leads.filter { advised.contains($0.leadID) }.map(\.rootID)
        return Findings(
            leads: leads.count,
            roots: Set(leads.map(\.rootID)),
            verdicts: verdicts,
            advice: advice,
            companies: Set(verdicts.map(\.event.companyID) + companies),
            quiet: looksAhead ? Outlook(judge: judge, advising: advising).quiet(leads, judged, situations) : [:]
        )
    }

    /// Writes what has changed of companies that are locked: scores, and what to do next.
    func keep(
        _ findings: Findings,
        _ causes: Causes,
        at moment: Date,
        into look: inout Look,
        in tx: isolated PostgresSession
    ) throws {
        // Rows of the leads of a company that was merged since the locking are not ours to judge.
        guard findings.roots.isSubset(of: Set(look.roots.values)) else { throw MergedMeanwhile() }
        let news = findings.verdicts.filter(\.isNews)
        try ScoreStore.save(news, causes, at: moment, in: tx)
        try ScoreStore.refresh(findings.verdicts.filter { !$0.isNews }, in: tx)
        try AdviceStore.save(findings.advice, at: moment, in: tx)
        look.leads += findings.leads
        look.news += news
    }

    /// By the rules in force, and by the model that leads are judged by.
    func judge(in tx: isolated PostgresSession) throws -> Judge {
        let results = try tx.pipeline([RuleSetStore.current, LeadsModelStore.current])
        return try judge(rules: results[0], model: results[1], in: tx)
    }

    private func judge(rules: PostgresRows, model: PostgresRows, in tx: isolated PostgresSession) throws -> Judge {
        let scorer = try self.rules.scorer(RuleSetStore.inForce(rules), in: tx)
        let chances = try LeadsModelStore.id(model).flatMap { id in try self.chances(by: id, in: tx) }
        return Judge(model: scorer, chances: chances, zone: zone)
    }

    /// nil: the model is cut, or from another version. Leads have no chances then until the outcomes were read again.
    private func chances(by id: UUID, in tx: isolated PostgresSession) throws -> LeadChances? {
        LeadChances(id, try models.model(id) { try ModelStore.usable(id, in: tx) ?? .unlearnt })
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
