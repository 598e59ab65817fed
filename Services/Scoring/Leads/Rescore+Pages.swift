import Contracts
import Foundation
import Postgres

/// A page of a look at every lead, in a transaction in which no other rules come into force. A piece of it is judged while the
/// database reads the next ones and writes those before, so that neither waits for the other.
extension Rescore {
    /// Companies of a piece.
    private static let piece = 200

    /// With the companies locked, for looks that change most leads.
    /// - Parameter ids: companies that stand for themselves, in order.
    /// - Throws: ``MergedMeanwhile``, ``FaultyRules``, `PostgresError`.
    func look(atPage ids: [UUID], of job: UUID, in tx: isolated PostgresSession) throws -> Look {
        let roots = try CompanyStore.roots(tx.pipeline([CompanyStore.hold(ids)])[0])
        let (inForce, causes, moment) = (try judge(in: tx), Causes(.job(job), roots), now())
        var look = Look(leads: 0, news: [], roots: roots)
        try pieces(of: ids, in: tx) { leads, advised, tx in
            try judge(leads, advised, by: inForce, causes, at: moment, into: &look, in: tx)
        }
        return look
    }

    /// For looks that change hardly any lead: locks those companies alone of which one would change, or what is advised on
    /// it, and judges them again.
    ///
    /// Nothing is missed: whoever writes of another company meanwhile looks at its leads afterwards, by the same rules.
    /// - Throws: ``MergedMeanwhile``, ``FaultyRules``, `PostgresError`.
    func glance(atPage ids: [UUID], of job: UUID, in tx: isolated PostgresSession) throws -> Look {
        var judge = try judge(in: tx)
        judge.findsLifts = false
        let moment = now()
        let advising = Advising(now: moment, zone: zone)
        var (leads, changing) = (0, Set<CompanyID>())
        try pieces(of: ids, in: tx) { some, advised, _ in
            leads += some.count
            let verdicts = try judge.verdicts(on: some, now: moment)
            let advice = Set(advising.changes(some, advised, verdicts).map(\.lead))
            changing.formUnion(verdicts.map(\.event.companyID))
            if !advice.isEmpty { changing.formUnion(some.filter { advice.contains($0.leadID) }.map(\.rootID)) }
        }
        let those = changing.map(\.rawValue).sorted { $0.uuidString < $1.uuidString }
        var look = those.isEmpty ? Look(leads: 0, news: [], roots: [:]) : try look(atPage: those, of: job, in: tx)
        look.leads = leads
        return look
    }

    private func pieces(
        of ids: [UUID],
        in tx: isolated PostgresSession,
        _ take: ([LeadState], [LeadID: AdviceStore.Known], isolated PostgresSession) throws -> Void
    ) throws {
        let pieces = stride(from: 0, to: ids.count, by: Self.piece).map { start in
            Array(ids[start..<min(start + Self.piece, ids.count)])
        }
        // All at once: on a busy machine each turn of question and answer is waited for.
        for asked in try pieces.map({ try ask($0, in: tx) }) {
            let leads = try LeadStateStore.leads(tx.answer(to: asked.leads))
            try take(leads, AdviceStore.known(tx.answer(to: asked.advice)), tx)
            try tx.push()
        }
    }

    private func ask(_ ids: [UUID], in tx: isolated PostgresSession) throws -> (
        leads: PostgresTicket, advice: PostgresTicket
    ) {
        (try tx.ask(LeadStateStore.load(ids, zone: zone)), try tx.ask(AdviceStore.load(ids, zone: zone)))
    }
}
