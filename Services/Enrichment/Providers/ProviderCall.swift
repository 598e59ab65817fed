import Contracts
import Foundation
import FrenchBusiness

/// One line of the ledger of calls.
struct ProviderCall: Sendable {
    enum Outcome: String, Sendable {
        case found, partial, throttled, failed, refused, unreadable
        case notFound = "not_found"
        case noCredits = "no_credits"
        case badKey = "bad_key"
        /// A paid call is on its way; its row stands before it leaves.
        case sent
        /// It left and its answer was lost: money may have been spent.
        case perhapsPaid = "perhaps_paid"

        /// Whether a provider takes money for it. Of those that answer nothing nobody knows: better not to pay again.
        var isCharged: Bool {
            switch self {
            case .found, .partial, .notFound, .unreadable, .sent, .perhapsPaid: true
            case .throttled, .failed, .refused, .noCredits, .badKey: false
            }
        }
    }

    let id = UUIDv7.make()
    let step: StepKey
    /// nil: about no one SIREN (a login, a check, many at once)
    let siren: SIREN?
    /// Of a search by name, whose company has no SIREN yet.
    let company: CompanyID?
    let at: Date
    let priceCents: Int
    /// nil if no answer came
    private(set) var status: Int?
    private(set) var durationMs = 0
    var outcome = Outcome.failed

    init(step: StepKey, siren: SIREN?, company: CompanyID? = nil, at: Date, priceCents: Int = 0) {
        self.step = step
        self.siren = siren
        self.company = company
        self.at = at
        self.priceCents = priceCents
    }

    var costCents: Int { outcome.isCharged ? priceCents : 0 }

    mutating func finish(_ status: Int?, after duration: Duration) {
        self.status = status
        let (seconds, attoseconds) = duration.components
        durationMs = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}

/// A reply as it is kept while it is valid; throttled and failed ones are not.
struct CachedReply: Sendable {
    let step: StepKey
    let siren: SIREN
    let status: Int
    let body: [UInt8]
    let fetchedAt: Date
    let validUntil: Date
}
