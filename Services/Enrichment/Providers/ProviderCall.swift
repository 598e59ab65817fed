import Contracts
import Foundation
import FrenchBusiness

/// One line of the ledger of calls.
struct ProviderCall: Sendable {
    enum Outcome: String, Sendable {
        case found, throttled, failed, refused
        case notFound = "not_found"
    }

    let id = UUIDv7.make()
    let provider: String
    let siren: SIREN
    let at: Date
    /// nil if no answer came
    private(set) var status: Int?
    private(set) var durationMs = 0
    var outcome = Outcome.failed

    init(provider: String, siren: SIREN, at: Date) {
        self.provider = provider
        self.siren = siren
        self.at = at
    }

    mutating func finish(_ status: Int?, after duration: Duration) {
        self.status = status
        let (seconds, attoseconds) = duration.components
        durationMs = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}

/// A reply as it is kept while it is valid; throttled and failed ones are not.
struct CachedReply: Sendable {
    let provider: String
    let siren: SIREN
    let status: Int
    let body: [UInt8]
    let fetchedAt: Date
    let validUntil: Date
}
