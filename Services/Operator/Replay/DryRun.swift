import Contracts
import Foundation
import Messaging
import Postgres

/// Has the real handlers of the real services run messages and take it all back; or has today's decisions made on the
/// inputs recorded then. Nothing of it stays but the outcomes, in `msg.replay_messages`.
struct DryRun: Sendable {
    let context: OperatorContext
    let run: ReplayRun
    let patience: Duration

    private static let batch = 500

    /// - Throws: ``OperatorError`` when a service does not answer.
    func rehearse(tell: (ReplayProgress) -> Void) async throws {
        let publisher = try context.publisher()
        do {
            if run.kind == .recorded { try await ask(publisher) } else { try await send(publisher) }
            try await wait(tell: tell)
            await publisher.close(within: .seconds(2))
        } catch {
            await publisher.close(within: .zero)
            throw error
        }
    }

    // MARK: Messages

    private func send(_ publisher: any MessagePublisher) async throws {
        let (pace, start) = (Pace(rate: run.rate, ramp: run.ramp), ContinuousClock.now)
        var (last, sent) = (0, 0)
        while true {
            let allowed = pace.allowance(after: (ContinuousClock.now - start).seconds) - sent
            guard allowed > 0 else {
                try await Task.sleep(for: .milliseconds(50))
                continue
            }
            let page = try await prepare(after: last, limit: min(allowed, Self.batch))
            guard let end = page.last else { return }
            (last, sent) = (end, sent + page.messages.count)
            try await publish(page.messages, publisher)
        }
    }

    /// The next ones to send; what came of them then is written down first.
    private func prepare(after position: Int, limit: Int) async throws -> (messages: [OutgoingMessage], last: Int?) {
        try await context.read { [run] tx in
            let frozen = try OutcomeStore.unanswered(run.id, limit: limit, after: position, in: tx)
            let found = try Contents.load(frozen, of: run, in: tx)
            let known = Set(found.map(\.frozen.position))
            for gone in frozen where !known.contains(gone.position) {
                try ReplayStore.skip(run.id, gone.position, "it is not kept any more", in: tx)
            }
            for group in Dictionary(grouping: found, by: \.frozen.service).values {
                try OutcomeStore.recordThen(
                    run.id,
                    group.map(\.frozen),
                    correlations: Array(Set(group.map(\.message.envelope.correlationID))),
                    in: tx
                )
            }
            try OutcomeStore.mark(run.id, sent: found.map(\.frozen.position), in: tx)
            return (found.map(\.message), frozen.last?.position)
        }
    }

    private func publish(_ messages: [OutgoingMessage], _ publisher: any MessagePublisher) async throws {
        for (message, outcome) in zip(messages, await publisher.publish(messages)) {
            switch outcome {
            case .confirmed: continue
            case .unroutable:
                throw OperatorError(
                    "There is no queue \(message.target ?? ""): run `filon migrate`, or start the service once. "
                        + "`filon replay resume \(run.id.wireText)` goes on."
                )
            case .refused, .unknown, .invalid:
                throw OperatorError(
                    "RabbitMQ did not take a message (\(outcome)). `filon replay resume \(run.id.wireText)` goes on."
                )
            }
        }
    }

    // MARK: Recorded decisions

    private func ask(_ publisher: any MessagePublisher) async throws {
        guard let service = run.service, let window = RecordedWindow(run.parameters) else {
            throw OperatorError("The run \(run.id.wireText) does not say whose decisions it is about.")
        }
        let request = DecideAgain(
            run: run.id,
            name: window.decisions,
            from: window.from,
            until: window.until,
            about: window.about,
            parameters: window.with
        )
        let envelope = Envelope(
            type: DecideAgain.type,
            subject: "replay/\(run.id.wireText)",
            replay: Envelope.Replay(run: run.id)
        )
        let message = OutgoingMessage(
            envelope: envelope,
            target: service.controlQueue,
            body: try Wire.encode(request)
        )
        try await publish([message], publisher)
    }

    // MARK: Waiting

    private func wait(tell: (ReplayProgress) -> Void) async throws {
        var (last, changed) = (ReplayProgress(), ContinuousClock.now)
        while true {
            let (now, state) = try await context.read { [run] tx in
                (try ReplayStore.progress(run.id, in: tx), try ReplayStore.runs(run.id, limit: 1, in: tx).first)
            }
            if now != last {
                (last, changed) = (now, .now)
                tell(now)
            }
            guard let state, state.state != "stopped" else {
                throw OperatorError(state?.note ?? "The run \(run.id.wireText) is gone.")
            }
            if run.kind == .recorded ? state.state == "finished" : now.isOver {
                return try await context.read { [run] tx in try ReplayStore.end(run.id, "finished", nil, in: tx) }
            }
            if ContinuousClock.now - changed > patience {
                throw OperatorError(
                    "For \(patience) nothing came back; \(now.sent + now.waiting) have no answer. Does "
                        + "\(run.service?.rawValue ?? "their service") run? Look at `filon status`; `filon replay resume "
                        + "\(run.id.wireText)` goes on."
                )
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}

/// Which recorded decisions a run is about; kept as its parameters.
struct RecordedWindow: Codable, Sendable {
    /// e.g. `scoring.score`
    var decisions: String
    var from: Date
    var until: Date
    /// What the decisions are about; nil: anything
    var about: UUID?
    /// JSON text to decide with
    var with: String?

    init(decisions: String, from: Date, until: Date, about: UUID? = nil, with: String?) {
        self.decisions = decisions
        self.from = from
        self.until = until
        self.about = about
        self.with = with
    }

    init?(_ parameters: JSONValue?) {
        guard let parameters, let bytes = try? Wire.encode(parameters),
            let window = try? Wire.decode(RecordedWindow.self, from: bytes)
        else { return nil }
        self = window
    }

    var json: JSONValue? { (try? Wire.encode(self)).flatMap { try? Wire.decode(JSONValue.self, from: $0) } }
}
