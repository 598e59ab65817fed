import Foundation

/// A message on its way through a handler.
struct WorkItem: Sendable {
    enum Origin: Sendable {
        case delivery(Receipt)
        /// `keptAs` is the row's handler, which is the queue's name for a type that had no handler then.
        case retry(keptAs: String, postponed: Int)
    }

    let handler: ErasedHandler
    let envelope: Envelope
    let body: [UInt8]
    let attempt: Int
    let origin: Origin
    var prepared: Prepared
    /// It runs alone behind a mark that must go when it is done.
    var isMarked = false
    /// Set while the service traces, unless nobody wants the story recorded.
    var span: ProcessSpan?

    /// What marks it as handled.
    var claim: Claim { Claim(messageID: envelope.messageID, handler: handler.name) }

    var receipt: Receipt? {
        if case .delivery(let receipt) = origin { receipt } else { nil }
    }

    var isRetry: Bool { receipt == nil }

    var postponed: Int {
        if case .retry(_, let postponed) = origin { postponed } else { 0 }
    }

    /// Its row among the retries, if it has one or gets one.
    var retryKey: Claim {
        if case .retry(let keptAs, _) = origin { Claim(messageID: envelope.messageID, handler: keptAs) } else { claim }
    }
}

/// What happens to a message that was not handled.
enum Disposition: Sendable {
    case again(after: Duration, failure: Failure, postponed: Int)
    case dead(Failure)
}

/// A message taken out of its batch, with what happens to it.
struct SetAside: Sendable {
    let item: WorkItem
    let disposition: Disposition
}

extension RetryPolicy {
    /// What follows a failed attempt.
    func disposition(of failure: Failure, _ item: WorkItem) -> Disposition {
        guard !failure.isPermanent, let delay = delay(after: item.attempt) else { return .dead(failure) }
        return .again(after: delay, failure: failure, postponed: item.postponed)
    }

    /// What follows a handler's wish; nil if it is done.
    func disposition(of outcome: Outcome, _ item: WorkItem) -> Disposition? {
        switch outcome {
        case .done:
            return nil
        case .reject(let reason):
            return .dead(Failure(errorClass: "rejected", text: reason, isPermanent: true))
        case .later(let delay, let reason):
            let failure = Failure(errorClass: "postponed", text: reason, isPermanent: false)
            guard item.postponed < postponements else {
                return .dead(Failure(errorClass: "postponed_too_often", text: reason, isPermanent: true))
            }
            return .again(after: delay, failure: failure, postponed: item.postponed + 1)
        }
    }
}
