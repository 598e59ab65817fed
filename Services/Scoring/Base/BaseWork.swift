import Contracts
import Foundation
import FrenchBusiness
import Logging
import Messaging
import Postgres
import ServiceKit

/// Work over the whole base, a page of companies at a time: looks at every lead, and dry runs. A page is one transaction
/// with its announcements and how far it came, so that a killed process leaves nothing half done and another goes on. Of a
/// look two pages are worked on at a time, as a rule by one replica, and committed in order.
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
    /// Companies of a page at most: other rules wait for it to end before they come into force.
    private static let pageMax = 10_000
    /// Pages of a look that are worked on at a time.
    private static let lanes = 2
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
        let turns = PageTurns()
        await withTaskGroup { group in
            for lane in 0..<Self.lanes { group.addTask { await work(turns, triesOut: lane == 0, context) } }
        }
    }

    private func work(_ turns: PageTurns, triesOut: Bool, _ context: ServiceContext) async {
        var pause = Self.breath
        while !Task.isCancelled {
            var progress = Progress.idle
            do {
                progress = try await page(turns, context)
                if triesOut {
                    let isTrying = try await context.database.transaction(settings: Self.settings) { tx in
                        try tryOut(in: tx)
                    }
                    if isTrying { progress = .worked }
                }
            } catch is CancellationError {
                return
            } catch {
                context.logger.error("work over the base failed", metadata: ["error": "\(error)"])
            }
            switch progress {
            case .worked: pause = Self.breath
            case .waits:
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, Self.idle)
            case .idle: try? await Task.sleep(for: Self.idle)
            }
        }
    }

    /// One page, which begins once it is known where the one before ends.
    private func page(_ turns: PageTurns, _ context: ServiceContext) async throws -> Progress {
        let turn = await turns.take()
        do {
            let progress = try await context.messenger.commit(settings: Self.settings) { tx in
                let (progress, events) = try step(from: turn.place, in: tx) { turns.pass($0, after: turn) }
                return (progress, events)
            }
            // Whoever waits for the broker goes on at the same place; a job that ended has none.
            turns.pass(progress == .waits ? turn.place : nil, after: turn)
            return progress
        } catch {
            turns.fail(turn)
            let isBusy = (error as? PostgresError).map { $0.isContended || $0.isRetriableAtOnce } ?? false
            guard error is Overtaken || isBusy, !Task.isCancelled else { throw error }
            context.logger.notice("a page of a look at every lead is done again", metadata: ["error": "\(error)"])
            return .waits
        }
    }

    func ship(_ database: PostgresPool) async throws {
        let moment = rescore.now()
        let sets = try Self.shipped()
        try await database.transaction { tx in
            try RuleSetStore.ship(sets, at: moment, in: tx)
            // Another build may see days otherwise, and one before this release may have been at work meanwhile, which ends
            // no quiet.
            try QuietStore.voidAll(in: tx)
        }
    }

    /// What the service is built with; the first is in force in a new installation.
    static func shipped() throws -> [(name: String, definition: [UInt8])] {
        let books = [try RuleBook.tpePMEv2(), try RuleBook.grandesEntreprisesV1()]
        return [(RuleSet.tpePME.name, try Wire.encode(RuleSet.tpePME))]
            + (try books.map { ($0.name, try Wire.encode($0.document)) })
    }

    // MARK: Every lead

    /// A page of the job that is open, with what is announced.
    /// - Parameters:
    ///   - place: where it begins; nil: where the job's row says.
    ///   - passing: is told where the next one begins, long before this one is committed.
    /// - Throws: ``Overtaken``, ``MergedMeanwhile``, ``FaultyRules``, `PostgresError`.
    func step(
        from place: RescoreJobStore.Place? = nil,
        in tx: isolated PostgresSession,
        passing: @Sendable (RescoreJobStore.Place) -> Void = { _ in }
    ) throws -> (progress: Progress, events: [any Event]) {
        guard try RescoreJobStore.isOpen(in: tx) else { return (.idle, []) }
        guard try RescoreJobStore.waiting(upTo: waitingMax + 1, in: tx) <= waitingMax else { return (.waits, []) }
        // Before the job's row, in the order in which a publication takes both.
        try tx.pipeline([RuleSetStore.keepInForce])
        // Who finds no place of an open job will soon: another one has just begun there.
        guard let here = try place ?? RescoreJobStore.next(in: tx) else { return (.waits, []) }
        guard try RescoreJobStore.claim(here, in: tx) else {
            if place == nil { return (.waits, []) }
            throw Overtaken()
        }
        let limit = here.isGlance ? max(page, min(page * Self.glanced, Self.pageMax)) : page
        let (companies, reached) = try companies(from: here, limit: limit, in: tx)
        guard let last = reached else {
            try RescoreJobStore.end(here, at: rescore.now(), in: tx)
            return (.worked, [])
        }
        // Rows are locked in order of companies over all pages: the next one begins once those of this one are locked, or
        // locks none of its own before this one is committed. Else a page could wait for one that waits for it.
        let look: Rescore.Look
        if here.isGlance {
            passing(here.following(last))
            look = try rescore.glance(atPage: companies, of: here.id, in: tx) { tx in
                try RescoreJobStore.followOn(here, in: tx)
            }
        } else {
            look = try rescore.look(atPage: companies, of: here.id, in: tx) { _ in passing(here.following(last)) }
        }
        try RescoreJobStore.advance(here, to: last, looked: look.leads, changed: look.news.count, in: tx)
        return (.worked, look.news.map(\.event))
    }

    /// A page's companies, and the last one that it leaves behind; nil: none is left.
    private func companies(from here: RescoreJobStore.Place, limit: Int, in tx: isolated PostgresSession) throws -> (
        ids: [UUID], reached: UUID?
    ) {
        guard here.isAging else {
            let ids = try RescoreJobStore.companies(after: here.reached, limit: limit, in: tx)
            return (ids, ids.last)
        }
        return try RescoreJobStore.dueCompanies(
            after: here.reached,
            on: CivilDate(rescore.now(), in: rescore.zone),
            basis: try QuietStore.basis(try rescore.judge(in: tx), in: tx),
            limit: limit,
            in: tx
        )
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
        let model = try StoredRules.scorer(trial.definition, label: trial.label)
        let inForce = try rescore.judge(in: tx)
        let judge = Judge(model: model, chances: inForce.chances, zone: rescore.zone, findsLifts: false)
        var tally = trial.tally
        tally.add(try rescore.comparison(ofPage: companies, by: judge, with: inForce.model, in: tx))
        try TrialStore.keep(trial, tally, reached: last, endedAt: nil, in: tx)
        return true
    }
}
