import Contracts
import Foundation
import Messaging
import Postgres

/// Adds or changes a stage of the sales pipeline. Writes `sales.lead_stages`; announces ``RequestDone`` or
/// ``RequestRefused``.
struct RegisterStage: MessageHandler {
    static let name = "console.register-stage"

    func handle(_ delivery: Delivery<LeadStageRequested>, in tx: isolated PostgresSession) throws -> Outcome {
        let wish = delivery.message
        let at = WireDate.rounded(delivery.envelope.occurredAt)
        do {
            let stage = try Stage(checking: wish)
            let isKept = try StageStore.keep(stage, at: at, in: tx)
            let audit = Audit.entry(wish.actor, "stage.changed", "stage/\(stage.key)", nil, stage.label, at)
            let text = isKept ? "Étape enregistrée." : "Une demande plus récente est déjà en place."
            return .done([RequestDone(request: LeadStageRequested.type, text: text)] + (isKept ? [audit] : []))
        } catch let refusal as Refusal {
            return .done([RequestRefused(LeadStageRequested.self, refusal)])
        }
    }
}
