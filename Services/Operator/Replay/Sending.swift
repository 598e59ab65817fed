import Contracts
import Foundation
import Messaging
import Postgres

/// Sends a run's frozen set at its pace, and waits until its services have said what became of each.
///
/// What was taken from the set stands in the operator's outbox with the same commit: a tool that dies loses nothing and
/// sends nothing twice, and `filon replay resume` goes on where it was.
struct Sending: Sendable {
    let context: OperatorContext
    let run: ReplayRun
    /// Failures among a hundred results from which no more are sent.
    let stopAbove: Double
    /// Without any progress for so long, it stops waiting.
    let patience: Duration

    private static let batch = 200
    /// Results from which a share of failures says something.
    private static let resultsMin = 20

    /// - Throws: ``OperatorError`` when the services fall silent.
    func send(tell: (ReplayProgress) -> Void) async throws -> ReplayProgress {
        try await context.messaging { messenger in
            let (pace, start) = (Pace(rate: run.rate, ramp: run.ramp), ContinuousClock.now)
            var (sent, last, changed) = (0, ReplayProgress(), ContinuousClock.now)
            while true {
                let allowed = pace.allowance(after: (ContinuousClock.now - start).seconds) - sent
                if allowed > 0 { sent += try await sendSome(min(allowed, Self.batch), through: messenger) }
                let (now, state) = try await context.read { [run] tx in
                    (
                        try ReplayStore.progress(run.id, in: tx),
                        try ReplayStore.runs(run.id, limit: 1, in: tx).first?.state
                    )
                }
                if now != last {
                    (last, changed) = (now, .now)
                    tell(now)
                }
                guard state == "running" else { return now }
                // What a tool that died has left in the outbox, perhaps after the broker took it, is adopted and sent
                // while this one runs; after it nobody would.
                let isAbandoned = ContinuousClock.now - changed > patience
                if now.isOver {
                    let isEmpty = try await context.read { [run] tx in try !ReplayStore.isUnsent(run.id, in: tx) }
                    if isEmpty || isAbandoned { return try await end("finished", nil, now) }
                }
                if now.waiting > 0, isFailing(now) {
                    let note = "stopped: \(now.failed) of \(now.done + now.failed) failed"
                    return try await end("stopped", note, now)
                }
                if isAbandoned { throw silence(now) }
                if allowed <= 0 || now.waiting == 0 { try await Task.sleep(for: .milliseconds(50)) }
            }
        }
    }

    private func sendSome(_ limit: Int, through messenger: Messenger) async throws -> Int {
        try await messenger.resend { [run] tx in
            let frozen = try ReplayStore.next(run.id, limit: limit, in: tx)
            let found = try Contents.load(frozen, of: run, in: tx)
            let known = Set(found.map(\.frozen.position))
            for gone in frozen where !known.contains(gone.position) {
                try ReplayStore.skip(run.id, gone.position, "it is not kept any more", in: tx)
            }
            return (frozen.count, found.map(\.message))
        }
    }

    private func isFailing(_ progress: ReplayProgress) -> Bool {
        let results = progress.done + progress.failed
        return results >= Self.resultsMin && Double(progress.failed) * 100 > stopAbove * Double(results)
    }

    private func end(_ state: String, _ note: String?, _ progress: ReplayProgress) async throws -> ReplayProgress {
        try await context.read { [run] tx in try ReplayStore.end(run.id, state, note, in: tx) }
        return progress
    }

    private func silence(_ progress: ReplayProgress) -> OperatorError {
        OperatorError(
            "For \(patience) nothing came back: \(progress.sent) are with their services or wait for their next "
                + "attempt, \(progress.waiting) were not sent. Look at `filon status`; `filon replay resume "
                + "\(run.id.wireText)` goes on, `filon replay cancel` ends it."
        )
    }
}
