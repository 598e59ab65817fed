import HTTPClient

/// What the other side said to an attempt.
enum SendResult: Sendable, Equatable {
    /// - reference: the provider's own identity of the message.
    case taken(reference: String?, code: Int?)
    /// Never so.
    case refused(String, code: Int?)
    /// Not now. `wait`: what the other side asked for.
    case later(String, code: Int?, wait: Duration? = nil)
    /// It may have been taken or not.
    case unknown(String)
}

extension SendResult {
    init(_ error: SMTPError) {
        if error.perhapsSent {
            self = .unknown("smtp_\(error.code.rawValue)")
            return
        }
        switch error.code {
        case .permanent, .badMessage: self = .refused("smtp_\(error.code.rawValue)", code: error.replyCode)
        // Wrong passwords, certificates and addresses of servers are repaired by people, in time for a later attempt.
        default: self = .later("smtp_\(error.code.rawValue)", code: error.replyCode)
        }
    }

    init(_ error: HTTPError) {
        if error.perhapsSent {
            self = .unknown("http_\(error.code.rawValue)")
        } else {
            self = .later("http_\(error.code.rawValue)", code: nil)
        }
    }
}

/// What becomes of a message after an attempt.
enum Ending: Sendable, Equatable {
    case sent
    case failed(String)
    /// Sent perhaps, and not tried again.
    case perhapsSent
    case again(after: Duration)
}

extension Ending {
    /// Waits between attempts; the last one is the fifth.
    static let pauses: [Duration] = [.seconds(5), .seconds(30), .seconds(300), .seconds(1800)]
    /// Being told to wait is no failure, but not without end.
    static let patience = 20

    /// A colleague is better told twice than not at all, once; a prospect is never written to twice.
    init(_ result: SendResult, attempt: Int, unknowns: Int, isProspect: Bool) {
        switch result {
        case .taken: self = .sent
        case .refused(let reason, _): self = .failed(reason)
        case .unknown: self = isProspect || unknowns > 0 ? .perhapsSent : .again(after: Self.pauses[0])
        case .later(let reason, _, let wait):
            if let wait, attempt < Self.patience {
                self = .again(after: max(wait, .seconds(1)))
            } else if attempt <= Self.pauses.count {
                self = .again(after: Self.pauses[attempt - 1])
            } else {
                self = .failed(reason)
            }
        }
    }
}
