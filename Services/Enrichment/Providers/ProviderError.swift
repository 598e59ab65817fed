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
        /// Nobody is asked in a rehearsal, and no reply was kept.
        case rehearsal
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
        case .rehearsal: "\(provider) is not asked in a rehearsal, and no reply of it was kept"
        case .breakerOpen: "\(provider) failed too often; its breaker is open"
        }
    }
}
