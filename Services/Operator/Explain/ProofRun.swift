import Contracts
import Foundation
import Messaging
import Postgres

/// Has scoring make one lead's score of a moment again: a dry run of one decision, of which nothing stays.
struct ProofRun {
    let context: OperatorContext
    let patience: Duration

    /// - Returns: nil where the lead had no score at that moment.
    /// - Throws: ``OperatorError`` where scoring does not answer.
    func proof(of lead: UUID, at moment: Date) async throws -> Proof? {
        let window = RecordedWindow(
            decisions: "scoring.proof",
            from: Date(timeIntervalSince1970: 0),
            until: moment,
            about: lead,
            with: nil
        )
        var run = ReplayRun(
            id: UUIDv7.make(),
            kind: .recorded,
            service: .scoring,
            selection: "the score of lead \(lead.wireText) at \(WireDate.text(moment))"
        )
        run.parameters = window.json
        let started = run
        try await context.write { tx in try ReplayStore.create(started, [], in: tx) }
        do {
            try await DryRun(context: context, run: started, patience: patience).rehearse { _ in }
            let proof = try await context.read { tx in try Self.proof(by: started.id, in: tx) }
            try await context.write { tx in try ReplayStore.forget(started.id, in: tx) }
            return proof
        } catch {
            try? await context.write { tx in try ReplayStore.forget(started.id, in: tx) }
            throw error
        }
    }

    private static func proof(by run: UUID, in tx: isolated PostgresSession) throws -> Proof? {
        guard let pair = try OutcomeStore.page(run, after: 0, limit: 1, in: tx).first, let then = pair.then,
            let now = pair.now
        else { return nil }
        let was = try Wire.decode(Proof.Then.self, from: Wire.encode(then))
        let found = try ExplainStore.types(of: was.causes, in: tx)
        return Proof(then: was, now: try Wire.decode(Proof.Now.self, from: Wire.encode(now)), causes: found)
    }
}
