import Contracts
import Foundation
import FrenchBusiness

/// What one provider said about one SIREN. Everything is optional: a provider knows some of it.
struct Findings: Sendable, Equatable {
    /// False: the provider does not know the SIREN.
    var isFound: Bool
    /// The register gave another SIREN in its place: the one asked for is a duplicate that was given up.
    var successor: SIREN?
    var identity: Identity?
    var years: [AccountingYear] = []
    var deposits: [Deposit] = []
    var proceedings: [Proceeding] = []
    /// Whether the person asked to be left out of prospecting, where the provider says so; nil: it does not say.
    var isOpposed: Bool?
    var reach: Reach?

    static let nothing = Findings(isFound: false)
}

/// ``Findings`` and where and when they come from.
struct Answer: Sendable, Equatable {
    let provider: String
    let fetchedAt: Date
    var findings: Findings
    /// Cents that the call cost; 0 for a kept reply.
    var costCents = 0
    /// Where it was read in a bulk file.
    var file: FileProof?
}
