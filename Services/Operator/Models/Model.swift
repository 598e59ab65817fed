import Contracts
import Foundation
import Scorecard

/// A model of closing probabilities, as scoring publishes it.
struct Model: Encodable, Sendable {
    let version: Int64
    /// `active`, `candidate`, `retired` or `refused`
    let status: String
    /// Its weights are there still: it can be put in force again.
    let isKept: Bool
    /// People hold it in force.
    let isHeld: Bool
    let trainedAt: Date
    let activatedAt: Date?
    let hash: String
    /// What stood after its training.
    let alarms: [String]
    let card: ModelCard

    static let head: [(text: String, width: Int)] = [
        ("VERSION", 8), ("STATUS", 10), ("TRAINED", 21), ("OUTCOMES", 9), ("WON", 7), ("LOG-LOSS", 9), ("RATE", 7),
        ("AUC", 7), ("ECE", 7), ("NOTES", 60),
    ]

    var cells: [(text: String, width: Int)] {
        let notes = (isHeld ? ["held"] : []) + (isKept ? [] : ["weights dropped"]) + alarms
        let texts = [
            "\(version)", status, WireDate.text(trainedAt).prefix(19) + "Z", "\(card.outcomes)", "\(card.won)",
            Self.decimal(card.quality?.logloss), Self.decimal(card.rateOnly), Self.decimal(card.quality?.auc),
            Self.decimal(card.quality?.ece10), notes.joined(separator: ", "),
        ]
        return zip(texts, Self.head).map { (String($0), $1.width) }
    }

    /// The card in words.
    var text: String {
        let service = activatedAt.map { "in force since \(WireDate.text($0))" } ?? "never in force"
        let window = [card.from, card.to].compactMap(\.self).map { WireDate.text($0) }.joined(separator: " to ")
        var lines = [
            "Model \(version) (\(status)\(isHeld ? ", held" : "")), \(service), trained \(WireDate.text(trainedAt)).",
            "Weights: \(hash)\(isKept ? "" : ", dropped: it cannot be put in force again").",
            "Learnt from \(card.outcomes) outcomes, \(card.won) won; ended \(window.isEmpty ? "never" : window).",
            "Label: \(ModelCard.label(outcomes: card.outcomes)); foretells a win within \(card.horizonDays) days.",
        ]
        if let quality = card.quality {
            lines += [
                "Of the last \(quality.n) outcomes, each foretold before it was known:",
                "  log-loss \(Self.decimal(quality.logloss)), of the rate alone \(Self.decimal(card.rateOnly))"
                    + (card.isWeak ? " (a weak signal)" : ""),
                "  AUC \(Self.decimal(quality.auc)), Brier \(Self.decimal(quality.brier)), slope \(Self.decimal(quality.slope))",
                "  ECE \(Self.decimal(quality.ece10)), of chance alone \(Self.decimal(card.floor))",
            ]
        }
        if let drift = card.drift {
            lines.append(
                "  log-loss of the last \(drift.recent) \(Self.decimal(drift.recentLogloss)), of the "
                    + "\(drift.earlier) before \(Self.decimal(drift.earlierLogloss))"
            )
        }
        lines += card.reliability.bins.map { bin in
            "  "
                + TextTable.row([
                    ("\(10 * bin.index)-\(10 * bin.index + 10) %", 9), ("\(bin.n) outcomes", 16),
                    ("foretold \(Self.decimal(bin.foretold))", 15), ("won \(Self.decimal(bin.happened))", 10),
                ])
        }
        lines.append(
            "Contest on \(card.contest.outcomes) newer outcomes: \(Self.decimal(card.contest.challenger)) against "
                + "\(Self.decimal(card.contest.champion)) of the model in force then"
                + (card.refusal.map { "; refused: it \($0)" } ?? "") + "."
        )
        lines.append("Alarms: " + (alarms.isEmpty ? "none" : alarms.joined(separator: ", ")) + ".")
        return lines.joined(separator: "\n")
    }

    private static func decimal(_ value: Double?) -> String {
        guard let value, value.isFinite, value.magnitude < 1_000 else { return "-" }
        let thousandths = Int((value.magnitude * 1_000).rounded())
        let rest = String(thousandths % 1_000)
        return (value < 0 ? "-" : "") + "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
