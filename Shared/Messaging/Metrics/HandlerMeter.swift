import Telemetry

/// What one handler did, and what became of the messages that it did not handle.
final class HandlerMeter: Sendable {
    /// Of a whole batch, inside its transaction.
    let seconds = Histogram(.work)
    /// Of one message's look outside the database.
    let lookSeconds = Histogram(.calls)
    let messages = Counter()
    let retried = Counter()
    private let dead = DeadClass.allCases.map { _ in Counter() }

    func dead(_ kind: DeadClass) -> Counter { dead[kind.rawValue] }
}

/// Why messages become dead letters, in a few words that never grow: each is a series of its own from the start, so that
/// the first letter already shows as a rise. The exact class stands in the letter's row.
enum DeadClass: Int, CaseIterable, Sendable {
    case envelope, undecodable, rejected, postponed, crash, database, error

    init(_ failure: Failure) {
        switch failure.errorClass {
        case "envelope": self = .envelope
        case "undecodable": self = .undecodable
        case "rejected": self = .rejected
        case "postponed", "postponed_too_often": self = .postponed
        case "crash": self = .crash
        case let name where name.hasPrefix("sql"): self = .database
        default: self = .error
        }
    }

    var name: String { "\(self)" }
}

extension ErasedHandler {
    /// The same handler with its time taken.
    func metered(_ meter: HandlerMeter?) -> ErasedHandler {
        guard let meter else { return self }
        return ErasedHandler(
            name: name,
            type: type,
            message: message,
            gathers: gathers,
            decode: decode,
            recall: recall,
            gather: { [gather] prepared in
                let start = ContinuousClock.now
                defer { meter.lookSeconds.observe(.now - start) }
                return try await gather(prepared)
            },
            handle: { [handle] prepared, tx in
                let start = ContinuousClock.now
                defer {
                    meter.seconds.observe(.now - start)
                    meter.messages.add(prepared.count)
                }
                return try handle(prepared, tx)
            }
        )
    }
}
