import Contracts
import Foundation
import FrenchBusiness
import Postgres
import Synchronization

/// Which rules hold now.
struct RulesInForce: Sendable {
    /// Grows with every publication and every return.
    let version: Int64
    let ruleSet: UUID
    /// As scores name it.
    let label: String
}

/// Rules by their identity, read once per process: a published set never changes.
final class RulesCache: Sendable {
    private let read = Mutex<[UUID: any Scorer]>([:])

    /// - Returns: what is in force; the set that the service was built with while nothing is.
    /// - Throws: ``FaultyRules``, `PostgresError`.
    func scorer(_ rules: RulesInForce?, in tx: isolated PostgresSession) throws -> any Scorer {
        guard let rules else { return ScoringModel() }
        if let known = read.withLock({ $0[rules.ruleSet] }) { return known }
        guard let stored = try RuleSetStore.definition(of: rules.ruleSet, in: tx) else { return ScoringModel() }
        let scorer = try StoredRules.scorer(stored, label: rules.label)
        read.withLock { sets in
            // Dry runs come by, too; there is no reason to keep more than a few.
            if sets.count >= 16 { sets.removeAll() }
            sets[rules.ruleSet] = scorer
        }
        return scorer
    }
}

/// Stored rules of either form.
enum StoredRules {
    /// A table of points as `tpe-pme-v1`, or a book.
    /// - Throws: ``FaultyRules``.
    static func scorer(_ definition: [UInt8], label: String) throws -> any Scorer {
        if let table = try? Wire.decode(RuleSet.self, from: definition) {
            guard table.faults.isEmpty else {
                throw FaultyRules(
                    table.faults.map { RuleFault(code: "invalid", path: "points", text: $0, english: $0) }
                )
            }
            return ScoringModel(ruleSet: table)
        }
        return BookModel(try RuleBook(reading: definition), label: label)
    }

    /// What a score names; nil: it is not stored any more.
    static func scorer(labelled label: String, in tx: isolated PostgresSession) throws -> (any Scorer)? {
        if let stored = try RuleSetStore.definition(labelled: label, in: tx) {
            return try scorer(stored, label: label)
        }
        return label == RuleSet.tpePME.name ? ScoringModel() : nil
    }

    /// `tpe-pme-v2`, from the second version on `tpe-pme-v2@2`.
    static func label(_ name: String, _ version: Int) -> String { version == 1 ? name : "\(name)@\(version)" }
}
