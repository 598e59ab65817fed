import Contracts
import Foundation
import Messaging
import Postgres

/// Checks a provider's key and credits, or switches it off or on in all replicas.
///
/// Writes `provider_state`; announces ``RequestDone`` or ``RequestRefused``.
struct ChangeProvider: GatheringHandler {
    static let name = "enrichment.change-provider"

    let checks: [ProviderCheck]
    let missing: [String]

    @concurrent func gather(_ delivery: Delivery<ProviderRequested>) async throws -> [ProviderCheck.Result] {
        let request = delivery.message
        guard request.action == "check" else { return [] }
        let wanted = checks.filter { request.provider == nil || $0.name == request.provider }
        return try await withThrowingTaskGroup(of: ProviderCheck.Result.self) { group in
            for check in wanted { group.addTask { try await check.result() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    func handle(
        _ deliveries: [(delivery: Delivery<ProviderRequested>, gathered: [ProviderCheck.Result])],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        try deliveries.map { try outcome(of: $0.delivery.message, $0.gathered, in: tx) }
    }

    private func outcome(
        of request: ProviderRequested,
        _ results: [ProviderCheck.Result],
        in tx: isolated PostgresSession
    ) throws -> Outcome {
        if let provider = request.provider, !ProviderName.all.contains(provider) {
            return refused("unknown_provider", "Il n’y a pas de fournisseur \(provider.prefix(40)).")
        }
        switch (request.action, request.provider) {
        case ("check", let provider):
            for name in missing where provider == nil || name == provider {
                try ProviderHealthStore.isMissing(name, in: tx)
            }
            for result in results { try ProviderHealthStore.save(result, in: tx) }
            return done("Fournisseurs vérifiés\u{202F}: \(results.count).")
        case ("stop", let provider?):
            try ProviderHealthStore.stop(provider, in: tx)
            return done("\(provider) est coupé.")
        case ("start", let provider?):
            try ProviderHealthStore.start(provider, in: tx)
            return done("\(provider) est de nouveau interrogé.")
        default:
            return refused("unknown_action", "Action inconnue, ou fournisseur absent\u{202F}: check, stop ou start.")
        }
    }

    private func done(_ text: String) -> Outcome {
        .done([RequestDone(request: ProviderRequested.type, text: text)])
    }

    private func refused(_ code: String, _ text: String) -> Outcome {
        .done([RequestRefused(request: ProviderRequested.type, code: code, text: text)])
    }
}
