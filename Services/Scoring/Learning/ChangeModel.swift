import Contracts
import Foundation
import Messaging
import Postgres
import Scorecard

/// Puts an earlier model in force and holds it there, or lets models come and go again.
///
/// A training would put a newer model in force within seconds, so that a model that people choose is held: trainings go
/// on and keep candidates. Once released, the outcomes are read again, and what is learnt serves unless it foretells
/// worse. Open deals are judged again by ``LearningJobs/judgeAgain``.
///
/// Writes `models`, `model_holds`, `learning`; announces ``ModelChanged`` and the audit entry, or ``RequestRefused``.
struct ChangeModel: MessageHandler {
    static let name = "scoring.change-model"

    let now: @Sendable () -> Date

    func handle(_ delivery: Delivery<ModelRequested>, in tx: isolated PostgresSession) throws -> Messaging.Outcome {
        let request = delivery.message
        do {
            try ModelHoldStore.lock(in: tx)
            switch request.action {
            case "rollback": return .done(try rollback(request, in: tx))
            case "resume": return .done(try resume(request, in: tx))
            default: throw Refused.unknownAction
            }
        } catch let refused as Refused {
            return .done([RequestRefused(request: ModelRequested.type, code: refused.code, text: refused.text)])
        }
    }

    private func rollback(_ request: ModelRequested, in tx: isolated PostgresSession) throws -> [any Event] {
        guard let current = try expected(request, in: tx) else { throw Refused.nothingBefore }
        let target = try target(request, current, in: tx)
        try check(target, in: tx)
        let moment = WireDate.rounded(now())
        try ModelHoldStore.enforce(target.id, at: moment, in: tx)
        try ModelHoldStore.hold(target.id, by: request.actor, at: moment, in: tx)
        return changed(request, to: target, from: current, isHeld: true, at: moment)
    }

    private func resume(_ request: ModelRequested, in tx: isolated PostgresSession) throws -> [any Event] {
        guard let current = try expected(request, in: tx), try ModelHoldStore.release(in: tx) else {
            throw Refused.notHeld
        }
        // What was learnt meanwhile waits as a candidate: one more training decides by a contest as always.
        try OutcomeStore.learnAgain(in: tx)
        return changed(request, to: current, from: current, isHeld: false, at: WireDate.rounded(now()))
    }

    /// - Returns: the model in force, which is what the request was made from.
    private func expected(_ request: ModelRequested, in tx: isolated PostgresSession) throws -> ModelHoldStore.Stored? {
        let current = try ModelHoldStore.active(in: tx)
        guard request.expected == nil || request.expected == current?.version else {
            throw Refused.outdated(current?.version)
        }
        return current
    }

    private func target(
        _ request: ModelRequested,
        _ current: ModelHoldStore.Stored,
        in tx: isolated PostgresSession
    ) throws -> ModelHoldStore.Stored {
        if let version = request.version {
            guard let named = try ModelHoldStore.find(version, in: tx) else { throw Refused.unknown(version) }
            return named
        }
        guard let before = try ModelHoldStore.before(current.version, in: tx) else { throw Refused.nothingBefore }
        return before
    }

    /// - Throws: ``Refused`` for what cannot serve.
    private func check(_ target: ModelHoldStore.Stored, in tx: isolated PostgresSession) throws {
        guard target.status != "refused" else { throw Refused.neverServed(target.version) }
        guard target.isKept else { throw Refused.dropped(target.version) }
        do {
            let model = try ModelStore.model(target.id, in: tx)
            guard model.hash == target.hash else { throw Refused.unreadable(target.version) }
        } catch is ModelFile.Unusable {
            throw Refused.unreadable(target.version)
        }
    }

    private func changed(
        _ request: ModelRequested,
        to model: ModelHoldStore.Stored,
        from current: ModelHoldStore.Stored,
        isHeld: Bool,
        at moment: Date
    ) -> [any Event] {
        [
            ModelChanged(
                action: request.action,
                version: model.version,
                model: model.hash,
                replaces: model.version == current.version ? nil : current.version,
                isHeld: isHeld,
                actor: request.actor,
                at: moment
            ),
            AuditRecorded(
                actor: request.actor,
                action: isHeld ? "model.rolled_back" : "model.resumed",
                object: "model/\(model.version)",
                summary: isHeld ? "\(current.version) → \(model.version), held" : "held no more",
                at: moment
            ),
        ]
    }
}

/// Why the model stays as it is.
private struct Refused: Error {
    let code: String
    let text: String

    private init(_ code: String, _ text: String) {
        self.code = code
        self.text = text
    }

    static let unknownAction = Refused("model.unknown_action", "Action inconnue.")
    static let nothingBefore = Refused("model.nothing_before", "Aucun autre modèle n’a servi auparavant.")
    static let notHeld = Refused("model.not_held", "Aucun modèle n’est maintenu en service.")

    static func outdated(_ current: Int64?) -> Refused {
        let name = current.map { "le \($0)" } ?? "aucun"
        return Refused("model.outdated", "Le modèle en service a changé\u{202F}: c’est \(name) maintenant.")
    }

    static func unknown(_ version: Int64) -> Refused {
        Refused("model.unknown", "Le modèle \(version) n’existe pas.")
    }

    static func neverServed(_ version: Int64) -> Refused {
        Refused(
            "model.refused",
            "Le modèle \(version) a été refusé\u{202F}: il prédisait moins bien que celui en service."
        )
    }

    static func dropped(_ version: Int64) -> Refused {
        Refused(
            "model.dropped",
            "Le modèle \(version) n’est plus gardé\u{202F}: seuls les plus récents le sont, et sa fiche demeure."
        )
    }

    static func unreadable(_ version: Int64) -> Refused {
        Refused(
            "model.unreadable",
            "Le modèle \(version) est abîmé, ou d’une autre version de Filon\u{202F}: il ne peut servir."
        )
    }
}
