import Foundation
import Messaging

/// Why a provider gave no answer; the question may be asked again later.
struct ProviderError: DescribesItselfSafely, CustomStringConvertible {
    enum Reason: Sendable, Equatable {
        /// HTTP status other than what the provider documents as an answer.
        case status(Int)
        case transport(String)
        case unreadable
        /// 429, or the provider asked to wait longer than a look-up may last.
        case limited
        /// Too many failures in a row: nobody asks for a while.
        case breakerOpen
        /// It rests: a ceiling of ours, no credits left, a key that is refused, or switched off.
        case resting(Rest, until: Date?)
        /// What this company may cost in a year is spent.
        case companyBudget
        /// Another look-up pays for the same answer at this moment.
        case underway
        /// A paid call went out and its answer was lost: it is not paid for twice.
        case perhapsPaid
        /// No session could be opened.
        case login
        /// Its robots.txt does not allow the page.
        case disallowed
        /// Nobody is asked in a rehearsal, and no reply was kept.
        case rehearsal
    }

    enum Rest: String, Sendable {
        case dayBudget = "day_budget"
        case dayCalls = "day_calls"
        case noCredits = "no_credits"
        case badKey = "bad_key"
        case stopped
    }

    let provider: String
    let reason: Reason

    /// Where its address is set.
    private var variable: String { "FILON_\(provider.uppercased())_URL" }

    var description: String {
        switch reason {
        case .status(404): "\(provider) answered 404: is \(variable) its base address, without the operation?"
        case .status(let status): "\(provider) answered \(status)"
        case .transport(let text): "\(provider) was not reached: \(text)"
        case .unreadable: "\(provider) sent an unreadable reply"
        case .limited: "\(provider) asks to wait"
        case .resting(let rest, _): "\(provider) rests (\(rest.rawValue))"
        case .companyBudget: "\(provider) is not asked: this company has cost what it may in a year"
        case .underway: "\(provider) is being asked the same by another look-up"
        case .perhapsPaid: "\(provider) was asked and paid, and its answer was lost; ask by hand to pay again"
        case .login: "\(provider) opened no session: are its user and password right?"
        case .disallowed: "\(provider) does not allow the page in its robots.txt"
        case .rehearsal: "\(provider) is not asked in a rehearsal, and no reply of it was kept"
        case .breakerOpen: "\(provider) failed too often; its breaker is open"
        }
    }
}
