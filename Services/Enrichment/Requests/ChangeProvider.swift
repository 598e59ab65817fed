import Contracts
import Foundation
import Messaging
import Postgres

/// Checks a provider's key and credits, switches it off or on in all replicas, or opens the door for its bulk file.
///
/// Writes `provider_state` and `load_permits`; announces ``RequestDone`` or ``RequestRefused``.
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
        case ("load", let provider?):
            return try permit(provider, request.tokenHash, in: tx)
        default:
            return refused(
                "unknown_action",
                "Action inconnue, ou fournisseur absent\u{202F}: check, stop, start ou load."
            )
        }
    }

    private func permit(
        _ provider: String,
        _ hash: String?,
        in tx: isolated PostgresSession
    ) throws -> Outcome {
        guard provider == ProviderName.ratiosInpiBce else {
            return refused("no_file", "\(provider) ne publie pas de fichier que Filon sache charger.")
        }
        guard let hash, hash.utf8.count == 64, hash.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
            return refused("hash_malformed", "L’empreinte attendue compte 64 chiffres hexadécimaux.")
        }
        try PermitStore.grant(hash, for: provider, in: tx)
        return done("La porte s’ouvrira une fois pour le fichier de \(provider).")
    }

    private func done(_ text: String) -> Outcome {
        .done([RequestDone(request: ProviderRequested.type, text: text)])
    }

    private func refused(_ code: String, _ text: String) -> Outcome {
        .done([RequestRefused(request: ProviderRequested.type, code: code, text: text)])
    }
}
