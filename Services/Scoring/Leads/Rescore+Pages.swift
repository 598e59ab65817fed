import Contracts
import Foundation
import FrenchBusiness
import Postgres
import Threading

/// A page of a look at every lead, in a transaction in which no other rules come into force. A piece of it is judged on a
/// thread of its own while the database reads the next ones and writes those before, so that neither waits for the other.
extension Rescore {
    /// Companies of a piece: the last one of a page is waited for by everybody.
    private static let piece = 100
    /// Pieces that are read and not yet written.
    private static let ahead = 8

    /// With the companies locked, so that what is found of the days ahead may be kept, too.
    /// - Parameters:
    ///   - ids: companies that stand for themselves, in order.
    ///   - held: is called once they are locked.
    /// - Throws: ``MergedMeanwhile``, ``FaultyRules``, `PostgresError`, what `held` throws.
    func look(
        atPage ids: [UUID],
        of job: UUID,
        in tx: isolated PostgresSession,
        held: (isolated PostgresSession) throws -> Void = { _ in }
    ) throws -> Look {
        let roots = try CompanyStore.roots(tx.pipeline([CompanyStore.hold(ids)])[0])
        try held(tx)
        let (inForce, causes, moment) = (try judge(in: tx), Causes(.job(job), roots), now())
        let basis = try QuietStore.basis(inForce, in: tx)
        var look = Look(leads: 0, news: [], roots: roots)
        var leadless = Set(roots.values)
        try pieces(of: ids, in: tx) { leads, known in
            try findings(on: leads, known, by: inForce, at: moment, looksAhead: true)
        } take: { findings, tx in
            try keep(findings, causes, at: moment, into: &look, in: tx)
            try QuietStore.keep(findings.quiet, basis: basis, in: tx)
            try tx.push()
            leadless.subtract(findings.quiet.keys)
        }
        let today = CivilDate(moment, in: zone)
        let quiet = Dictionary(uniqueKeysWithValues: leadless.map { ($0, Outlook.limit(of: $0, from: today)) })
        try QuietStore.keep(quiet, basis: basis, in: tx)
        return look
    }

    /// For looks that change hardly any lead: locks those companies alone of which one would change, or what is advised on
    /// it, and judges them again.
    ///
    /// Nothing is missed: whoever writes of another company meanwhile looks at its leads afterwards, by the same rules.
    /// - Parameter locking: is called before the first company is locked.
    /// - Throws: ``MergedMeanwhile``, ``FaultyRules``, `PostgresError`, what `locking` throws.
    func glance(
        atPage ids: [UUID],
        of job: UUID,
        in tx: isolated PostgresSession,
        locking: (isolated PostgresSession) throws -> Void = { _ in }
    ) throws -> Look {
        var judge = try judge(in: tx)
        judge.findsLifts = false
        let (inForce, moment) = (judge, now())
        var (leads, changing) = (0, Set<CompanyID>())
        try pieces(of: ids, in: tx) { leads, known in
            let findings = try findings(on: leads, known, by: inForce, at: moment)
            return (leads: leads.count, changing: findings.companies)
        } take: { found, _ in
            leads += found.leads
            changing.formUnion(found.changing)
        }
        if !changing.isEmpty { try locking(tx) }
        let those = changing.map(\.rawValue).sorted { $0.uuidString < $1.uuidString }
        var look = those.isEmpty ? Look(leads: 0, news: [], roots: [:]) : try look(atPage: those, of: job, in: tx)
        look.leads = leads
        return look
    }

    /// What other rules would make of a page's leads. Nothing is written.
    /// - Throws: ``FaultyRules``, `PostgresError`.
    func comparison(
        ofPage ids: [UUID],
        by other: Judge,
        with inForce: any Scorer,
        in tx: isolated PostgresSession
    ) throws -> Tally {
        let moment = now()
        var tally = Tally()
        try relay(ids, in: tx, asking: { [LeadStateStore.load($0, zone: zone)] }) { rows in
            try other.comparison(of: LeadStateStore.leads(rows[0]), with: inForce, now: moment)
        } take: { part, _ in
            tally.add(part)
        }
        return tally
    }

    private func pieces<Found: Sendable>(
        of ids: [UUID],
        in tx: isolated PostgresSession,
        judge: @escaping @Sendable ([LeadState], [LeadID: AdviceStore.Known]) throws -> Found,
        take: (Found, isolated PostgresSession) throws -> Void
    ) throws {
        let statements = { [LeadStateStore.load($0, zone: zone), AdviceStore.load($0, zone: zone)] }
        let judged: @Sendable ([PostgresRows]) throws -> Found = { rows in
            try judge(LeadStateStore.leads(rows[0]), AdviceStore.known(rows[1]))
        }
        try relay(ids, in: tx, asking: statements, judge: judged, take: take)
    }

    /// Reads piece by piece, judges each elsewhere, and takes what was found in order.
    private func relay<Found: Sendable>(
        _ ids: [UUID],
        in tx: isolated PostgresSession,
        asking: ([UUID]) -> [PostgresStatement],
        judge: @escaping @Sendable ([PostgresRows]) throws -> Found,
        take: (Found, isolated PostgresSession) throws -> Void
    ) throws {
        let pieces = stride(from: 0, to: ids.count, by: Self.piece).map { start in
            asking(Array(ids[start..<min(start + Self.piece, ids.count)]))
        }
        // All at once: on a busy machine each turn of question and answer is waited for.
        let asked = try pieces.map { try $0.map { try tx.ask($0) } }
        try Relay.run(asked, ahead: Self.ahead, name: "judge") { tickets in
            try tickets.map { try tx.answer(to: $0) }
        } compute: {
            try judge($0)
        } store: { found in
            try take(found, tx)
        }
    }
}
