import Contracts
import Foundation
import FrenchBusiness
import Postgres
import Threading

/// Reads what looks begin with; those that begin together in one query each.
struct Beginning: Sendable {
    /// What a look wants to know.
    struct Wish: Sendable {
        let siren: SIREN
        /// Kept replies from before are not fresh enough.
        let since: Date
        /// Kept replies are still valid then.
        let validAt: Date
        /// Since when money counts.
        let spentSince: Date
    }

    private let batcher: Batcher<Wish, Start>

    private static let atOnce = 100
    private static let pace = Duration.milliseconds(20)

    /// - Parameter steps: questions whose replies may be kept.
    init(_ steps: [StepKey], database: PostgresPool) {
        batcher = Batcher(limit: Self.atOnce, pace: Self.pace, isShared: PostgresError.isNobodysFault) { wishes in
            try await database.transaction { tx in try Self.read(wishes, steps, in: tx) }
        }
    }

    /// - Throws: `PostgresError`.
    func start(_ wish: Wish) async throws -> Start { try await batcher.answer(to: wish) }

    private static func read(
        _ wishes: [Wish],
        _ steps: [StepKey],
        in tx: isolated PostgresSession
    ) throws -> [Start] {
        let sirens = Set(wishes.map(\.siren)).sorted()
        let waterfall = try WaterfallStore.current(in: tx)
        let kept = try ReplyStore.fresh(
            wishes.map { ReplyStore.Wanted(siren: $0.siren, since: $0.since, validAt: $0.validAt) },
            steps,
            in: tx
        )
        let dossiers = try DossierStore.all(sirens, in: tx)
        let years = try TurnoverStore.years(of: sirens, in: tx)
        let spent = try CallStore.spent(wishes.map { ($0.siren, $0.spentSince) }, in: tx)
        let files = try RatioStore.files(about: sirens, in: tx)
        return wishes.indices.map { index in
            let siren = wishes[index].siren
            return Start(
                waterfall: waterfall,
                kept: kept[index],
                dossier: dossiers[siren],
                years: years[siren] ?? [],
                spent: spent[index],
                file: files?.of(siren)
            )
        }
    }
}

extension PostgresError {
    /// Whatever the statement holds, it would have come to this.
    static func isNobodysFault(_ error: any Error) -> Bool {
        guard let error = error as? PostgresError else { return error is CancellationError }
        return error.isUnavailable || error.isContended
    }
}
