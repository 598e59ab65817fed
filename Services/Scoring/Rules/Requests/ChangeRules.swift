import Contracts
import Foundation
import Messaging
import Postgres

/// Puts rules in force, goes back to earlier ones, tries some out, or has every lead looked at.
///
/// Writes `rule_sets`, `rules_in_force`, `rescore_jobs`, `rule_trials`; announces ``RulesPublished``, ``RequestDone``
/// or ``RulesRefused``, and the audit entry.
struct ChangeRules: MessageHandler {
    static let name = "scoring.change-rules"

    let now: @Sendable () -> Date

    func handle(_ delivery: Delivery<RulesRequested>, in tx: isolated PostgresSession) throws -> Outcome {
        let request = delivery.message
        do {
            switch request.action {
            case "publish": return .done(try putInForce(request, in: tx))
            case "rollback": return .done(try rollback(request, in: tx))
            case "dry-run": return .done(try tryOut(request, in: tx))
            case "rescore": return .done(try rescore(request, in: tx))
            default: throw Refusal.unknownAction
            }
        } catch let refusal as Refusal {
            return .done([refusal.event])
        } catch let faulty as FaultyRules {
            return .done([Refusal.faulty(faulty)])
        }
    }

    // MARK: -

    private func putInForce(_ request: RulesRequested, in tx: isolated PostgresSession) throws -> [any Event] {
        let current = try expected(request, in: tx)
        let moment = WireDate.rounded(now())
        let stored: RuleSetStore.Stored
        if let document = request.document {
            let book = try RuleBook(reading: [UInt8](document.utf8))
            stored = try RuleSetStore.keep(
                book.name,
                Wire.encode(book.document),
                by: request.actor,
                at: moment,
                in: tx
            )
        } else {
            stored = try named(request.name, in: tx)
        }
        let next = RulesInForce(version: (current?.version ?? 0) + 1, ruleSet: stored.id, label: stored.label)
        return try enforce(next, over: current, "publish", by: request.actor, at: moment, in: tx)
    }

    private func rollback(_ request: RulesRequested, in tx: isolated PostgresSession) throws -> [any Event] {
        guard let current = try expected(request, in: tx), let before = try RuleSetStore.before(current, in: tx) else {
            throw Refusal.nothingBefore
        }
        let next = RulesInForce(version: current.version + 1, ruleSet: before.ruleSet, label: before.label)
        return try enforce(next, over: current, "rollback", by: request.actor, at: WireDate.rounded(now()), in: tx)
    }

    private func enforce(
        _ next: RulesInForce,
        over current: RulesInForce?,
        _ action: String,
        by actor: String,
        at moment: Date,
        in tx: isolated PostgresSession
    ) throws -> [any Event] {
        try RuleSetStore.enforce(next, action, by: actor, at: moment, in: tx)
        try RescoreJobStore.begin("rules", at: moment, in: tx)
        return [
            RulesPublished(
                version: next.version,
                ruleSet: next.label,
                replaces: current?.label,
                actor: actor,
                at: moment
            ),
            AuditRecorded(
                actor: actor,
                action: action == "publish" ? "rules.published" : "rules.rolled_back",
                object: "rules/\(next.version)",
                summary: "\(current?.label ?? "none") → \(next.label)",
                at: moment
            ),
        ]
    }

    private func tryOut(_ request: RulesRequested, in tx: isolated PostgresSession) throws -> [any Event] {
        guard let trial = request.trial else { throw Refusal.unknownAction }
        let definition: [UInt8]
        let label: String
        if let document = request.document {
            let book = try RuleBook(reading: [UInt8](document.utf8))
            definition = try Wire.encode(book.document)
            label = try RuleSetStore.label(of: book.name, definition, in: tx)
        } else {
            let stored = try named(request.name, in: tx)
            guard let found = try RuleSetStore.definition(of: stored.id, in: tx) else { throw Refusal.unknownRules }
            (definition, label) = (found, stored.label)
        }
        try TrialStore.begin(trial, label, definition, by: request.actor, at: WireDate.rounded(now()), in: tx)
        return [RequestDone(request: RulesRequested.type, text: "Simulation de \(label) lancée.")]
    }

    private func rescore(_ request: RulesRequested, in tx: isolated PostgresSession) throws -> [any Event] {
        let moment = WireDate.rounded(now())
        // The order of locks that pages keep, since a publication may follow in this transaction.
        try RuleSetStore.waitForScorers(in: tx)
        try RescoreJobStore.begin("request", at: moment, in: tx)
        try QuietStore.voidAll(in: tx)
        return [
            RequestDone(request: RulesRequested.type, text: "Tous les scores seront recalculés."),
            AuditRecorded(
                actor: request.actor,
                action: "rescore.requested",
                object: "scores",
                summary: "every lead is looked at again",
                at: moment
            ),
        ]
    }

    // MARK: -

    private func named(_ name: String?, in tx: isolated PostgresSession) throws -> RuleSetStore.Stored {
        guard let name, let stored = try RuleSetStore.published(name, in: tx) else { throw Refusal.unknownRules }
        return stored
    }

    /// - Returns: what is in force, which is what the request was made from.
    private func expected(_ request: RulesRequested, in tx: isolated PostgresSession) throws -> RulesInForce? {
        let current = try RuleSetStore.inForceLocked(in: tx)
        let version = current?.version ?? 0
        guard request.expected == version else { throw Refusal.outdated(version, request.expected) }
        return current
    }
}

/// Why the rules stay as they are.
private struct Refusal: Error {
    let event: RulesRefused

    private init(_ code: String, _ text: String, _ english: String) {
        event = RulesRefused(code: code, text: text, english: english)
    }

    static let unknownAction = Refusal(
        "unknown_action",
        "Action inconnue, ou simulation sans identifiant.",
        "Unknown action, or a dry run without its identity."
    )
    static let unknownRules = Refusal("unknown_rules", "Ce barème n’existe pas.", "There are no such rules.")
    static let nothingBefore = Refusal(
        "nothing_before",
        "Aucun autre barème n’était en vigueur auparavant.",
        "No other rules were in force before."
    )

    static func outdated(_ current: Int64, _ expected: Int64?) -> Refusal {
        let named = expected.map(String.init) ?? "?"
        return Refusal(
            "outdated",
            "La version en vigueur est la \(current), non la \(named).",
            "Version \(current) is in force, not \(named)."
        )
    }

    static func faulty(_ faulty: FaultyRules) -> RulesRefused {
        let isUnreadable = faulty.faults.contains { $0.code == "unreadable" }
        return RulesRefused(
            code: isUnreadable ? "unreadable" : "invalid",
            text: faulty.faults.prefix(5).map(\.text).joined(separator: " "),
            english: faulty.faults.prefix(5).map(\.english).joined(separator: " "),
            faults: faulty.faults
        )
    }
}
