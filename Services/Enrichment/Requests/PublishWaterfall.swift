import Contracts
import Messaging
import Postgres

/// Publishes another order of the providers, if it was made from the one in force.
///
/// Writes `waterfalls`; announces ``RequestDone`` or ``RequestRefused``, and the audit entry.
struct PublishWaterfall: MessageHandler {
    static let name = "enrichment.publish-waterfall"

    /// Longer documents are refused before they are read.
    private static let longest = 100_000

    func handle(_ delivery: Delivery<WaterfallRequested>, in tx: isolated PostgresSession) throws -> Outcome {
        let request = delivery.message
        guard request.document.utf8.count <= Self.longest,
            let waterfall = try? Wire.decode(Waterfall.self, from: Array(request.document.utf8))
        else { return refused("unreadable", "Le document n’est pas une cascade lisible.") }
        if let objection = waterfall.objection {
            return refused("invalid", "La cascade ne peut pas être publiée\u{202F}: \(objection).")
        }
        guard
            let version = try WaterfallStore.replace(with: waterfall, over: request.expected, by: request.actor, in: tx)
        else {
            let current = try WaterfallStore.current(in: tx).version
            return refused("outdated", "La version en vigueur est la \(current), non la \(request.expected).")
        }
        return .done([RequestDone(request: WaterfallRequested.type, text: "Cascade publiée, version \(version).")])
    }

    private func refused(_ code: String, _ text: String) -> Outcome {
        .done([RequestRefused(request: WaterfallRequested.type, code: code, text: text)])
    }
}
