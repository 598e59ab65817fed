import Contracts
import Foundation
import FrenchBusiness
import Logging
import Messaging
import Postgres
import ServiceKit

/// Work over the whole base, a page of companies at a time: looks at every lead, and dry runs. One replica works at
/// each; a page is one transaction with its announcements and how far it came, so that a killed process leaves nothing
/// half done and another goes on.
struct BaseWork: Sendable {
    let rescore: Rescore
    /// Companies of a page; of one that is read and hardly written, ``glanced`` times as many.
    var page = 1000
    /// Announcements that may wait for the broker before the next page does.
    var waitingMax = 5000

    /// Planning a statement takes as long as a hundred leads. Since no plan may scan, each can be kept, whatever a table held
    /// when it was made.
    private static let settings = ["enable_seqscan": "off", "plan_cache_mode": "force_generic_plan"]

    private static let glanced = 4
    /// Until somebody is asked again whether there is a job.
    private static let idle = Duration.seconds(1)
    /// Until the broker may have taken what waits; longer each time that it has not.
    private static let breath = Duration.milliseconds(50)

    enum Progress: Sendable {
        case worked
        /// The broker has too much to take first.
        case waits
        case idle
    }

    /// Shipped rules first; until the service stops.
    func run(_ context: ServiceContext) async {
        while !Task.isCancelled {
            do {
                try await ship(context.database)
                break
            } catch {
                context.logger.warning("the rules could not be written down", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: .seconds(1))
            }
        }
        var pause = Self.breath
        while !Task.isCancelled {
            do {
                let progress = try await context.messenger.commit(settings: Self.settings) { tx in
                    let (progress, events) = try step(in: tx)
                    return (progress, events)
                }
                let isTrying = try await context.database.transaction(settings: Self.settings) { tx in
                    try tryOut(in: tx)
                }
                if isTrying || progress == .worked {
                    pause = Self.breath
                    continue
                }
                pause = progress == .waits ? min(pause * 2, Self.idle) : Self.idle
            } catch {
                context.logger.error("work over the base failed", metadata: ["error": "\(error)"])
                pause = Self.idle
            }
            try? await Task.sleep(for: pause)
        }
    }

    func ship(_ database: PostgresPool) async throws {
        let moment = rescore.now()
        let sets = try Self.shipped()
        try await database.transaction { tx in try RuleSetStore.ship(sets, at: moment, in: tx) }
    }

    /// What the service is built with; the first is in force in a new installation.
    static func shipped() throws -> [(name: String, definition: [UInt8])] {
        let books = [try RuleBook.tpePMEv2(), try RuleBook.grandesEntreprisesV1()]
        return [(RuleSet.tpePME.name, try Wire.encode(RuleSet.tpePME))]
            + (try books.map { ($0.name, try Wire.encode($0.document)) })
    }

    // MARK: Every lead

    /// A page of the job that is open, with what is announced.
    func step(in tx: isolated PostgresSession) throws -> (progress: Progress, events: [any Event]) {
        guard try RescoreJobStore.isOpen(in: tx) else { return (.idle, []) }
        guard try RescoreJobStore.waiting(upTo: waitingMax + 1, in: tx) <= waitingMax else { return (.waits, []) }
        // Before the job's row, in the order in which a publication takes both.
        try tx.pipeline([RuleSetStore.keepInForce])
        guard let job = try RescoreJobStore.next(in: tx) else { return (.idle, []) }
        let limit = job.changesMost ? page : page * Self.glanced
        let companies = try RescoreJobStore.companies(after: job.reached, limit: limit, in: tx)
        guard let last = companies.last else {
            try RescoreJobStore.end(job, at: rescore.now(), in: tx)
            return (.worked, [])
        }
        let look =
            try job.changesMost
            ? rescore.look(atPage: companies, of: job.id, in: tx)
            : rescore.glance(atPage: companies, of: job.id, in: tx)
        try RescoreJobStore.advance(job, to: last, looked: look.leads, changed: look.news.count, in: tx)
        return (.worked, look.news.map(\.event))
    }

    // MARK: Dry runs

    /// - Returns: whether there was something to do.
    func tryOut(in tx: isolated PostgresSession) throws -> Bool {
        guard let trial = try TrialStore.next(in: tx) else { return false }
        let companies = try RescoreJobStore.companies(after: trial.reached, limit: page, in: tx)
        guard let last = companies.last else {
            try TrialStore.keep(trial, trial.tally, reached: trial.reached, endedAt: rescore.now(), in: tx)
            return true
        }
        let leads = try LeadStateStore.leads(tx.pipeline([LeadStateStore.load(companies, zone: rescore.zone)])[0])
        let model = try StoredRules.scorer(trial.definition, label: trial.label)
        let inForce = try rescore.judge(in: tx)
        let judge = Judge(model: model, chances: inForce.chances, zone: rescore.zone, findsLifts: false)
        var tally = trial.tally
        try judge.compare(leads, with: inForce.model, now: rescore.now(), into: &tally)
        try TrialStore.keep(trial, tally, reached: last, endedAt: nil, in: tx)
        return true
    }
}

extension Judge {
    /// Counts what these rules would make of leads that stand as other rules made them.
    func compare(_ leads: [LeadState], with inForce: any Scorer, now: Date, into tally: inout Tally) throws {
        let verdicts = Dictionary(
            uniqueKeysWithValues: try verdicts(on: leads, now: now).map { ($0.event.leadID, $0) }
        )
        for lead in leads.sorted(by: { $0.leadID.description < $1.leadID.description }) {
            guard let standing = lead.standing, !standing.isExcluded else { continue }
            let verdict = verdicts[lead.leadID]
            guard verdict?.event.exclusion == nil else { continue }
            let then = Tally.Change.Place(points: standing.points, band: standing.band)
            let change = Tally.Change(
                lead: lead.leadID,
                department: lead.department,
                place: lead.place,
                then: then,
                now: verdict.map { .init(points: $0.event.score.points, band: $0.event.band) } ?? then,
                isNews: verdict?.isNews ?? false
            )
            tally.count(change) {
                guard let verdict else { return [] }
                return Self.reasons(inForce.score(verdict.inputs).summary.lines, verdict.event.score.lines)
            }
        }
    }

    private static func reasons(_ then: [ScoreLine], _ now: [ScoreLine]) -> [Tally.Mover.Line] {
        let (old, new) = (points(then), points(now))
        var moved: [Tally.Mover.Line] = []
        for rule in Set(old.keys).union(new.keys).sorted() {
            let line = Tally.Mover.Line(rule: rule, then: old[rule] ?? 0, now: new[rule] ?? 0)
            if line.move > 0 { moved.append(line) }
        }
        // Sorting is stable: of equal moves the first name stands first.
        return Array(moved.sorted { $0.move > $1.move }.prefix(5))
    }

    private static func points(_ lines: [ScoreLine]) -> [String: Int] {
        Dictionary(lines.map { ($0.rule, $0.points) }, uniquingKeysWith: +)
    }
}
