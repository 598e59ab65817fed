import Contracts
import Foundation
import Postgres

extension Rescore {
    /// Advises anew on the leads of companies whose deals changed; their scores stay as they are.
    /// - Throws: ``MergedMeanwhile``, `PostgresError`.
    func advise(on companies: Set<CompanyID>, in tx: isolated PostgresSession) throws {
        guard !companies.isEmpty else { return }
        let ids = companies.map(\.rawValue).sorted { $0.uuidString < $1.uuidString }
        let statements = [
            CompanyStore.hold(ids), QuietStore.end(ids), LeadStateStore.load(ids, zone: zone),
            AdviceStore.load(ids, zone: zone),
        ]
        let results = try tx.pipeline(statements)
        guard results.count == statements.count else { return }
        let standing = Set(try CompanyStore.roots(results[0]).values)
        let leads = try LeadStateStore.leads(results[2])
        guard leads.allSatisfy({ standing.contains($0.rootID) }) else { throw MergedMeanwhile() }
        let moment = now()
        let known = try AdviceStore.known(results[3])
        let advising = Advising(now: moment, zone: zone)
        try AdviceStore.save(advising.changes(advising.situations(of: leads, known, [])), at: moment, in: tx)
    }
}
