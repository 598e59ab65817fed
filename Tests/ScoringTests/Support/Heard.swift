import Contracts
import Foundation
import Messaging
import Postgres

@testable import Scoring

/// An event as it arrives: with the identity and the time of its announcement.
struct Heard: Sendable {
    let event: any Event
    let envelope: Envelope

    init(_ event: some Event, at: Date = Known.now) {
        self.event = event
        envelope = Envelope(type: type(of: event).type, subject: event.subject, occurredAt: at)
    }
}

/// Hands events to the service's handlers, set-wise and by type, as the dispatcher does with a batch.
struct Handlers: Sendable {
    let rescore: Rescore

    func handle(_ batch: [Heard], in tx: isolated PostgresSession) throws -> [LeadScored] {
        var events: [LeadScored] = []
        events += try run(CeaseCompany(rescore: rescore), batch, in: tx)
        events += try run(ForgetPerson(rescore: rescore), batch, in: tx)
        events += try run(LogActivity(rescore: rescore), batch, in: tx)
        events += try run(MergeCompany(rescore: rescore), batch, in: tx)
        events += try run(ObeyObjection(rescore: rescore), batch, in: tx)
        events += try run(RegisterContact(rescore: rescore), batch, in: tx)
        events += try run(RegisterLead(rescore: rescore), batch, in: tx)
        events += try run(ScoreCompany(rescore: rescore), batch, in: tx)
        events += try run(WithdrawCompany(rescore: rescore), batch, in: tx)
        return events
    }

    private func run<H: BatchHandler>(
        _ handler: H,
        _ batch: [Heard],
        in tx: isolated PostgresSession
    ) throws -> [LeadScored] {
        let own = batch.compactMap { heard in
            (heard.event as? H.Message).map { Delivery(message: $0, envelope: heard.envelope) }
        }
        guard !own.isEmpty else { return [] }
        let outcomes = try handler.handle(own, in: tx)
        guard outcomes.count == own.count else { throw Unanswered(handler: H.name) }
        return try outcomes.flatMap { outcome in
            guard case .done(let events) = outcome else { throw Unanswered(handler: H.name) }
            return events.compactMap { $0 as? LeadScored }
        }
    }
}

/// A handler did not say what became of each delivery.
struct Unanswered: Error {
    let handler: String
}
