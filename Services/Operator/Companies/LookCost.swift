import Foundation

/// What a question about one company may cost, and what it must stay under.
struct LookCost: Encodable, Sendable {
    struct Question: Encodable, Sendable {
        let provider: String
        let question: String
        let priceCents: Int
        let perDayCents: Int?
        let spentTodayCents: Int
        /// `asked`, `not_configured`
        let state: String
    }

    /// Those that cost money and may be asked; which of them are, what the free ones say decides.
    let questions: [Question]
    let perCompanyCents: Int
    /// Within a year
    let spentOnCompanyCents: Int

    var atMostCents: Int {
        let prices = questions.filter { $0.state == "asked" }.map(\.priceCents).reduce(0, +)
        return min(prices, max(0, perCompanyCents - spentOnCompanyCents))
    }

    var text: String {
        let lines = questions.map { question in
            let day = question.perDayCents.map {
                ", \(Self.euros(question.spentTodayCents)) of \(Self.euros($0)) spent today"
            }
            return "  \(question.provider) \(question.question): \(Self.euros(question.priceCents))" + (day ?? "")
                + (question.state == "asked" ? "" : " (not configured: not asked)")
        }
        return
            (["Costs at most \(Self.euros(atMostCents)):"] + lines + [
                "  ceiling for one company: \(Self.euros(perCompanyCents)) a year, "
                    + "\(Self.euros(spentOnCompanyCents)) of it spent"
            ]).joined(separator: "\n")
    }

    static func euros(_ cents: Int) -> String { String(format: "%d.%02d €", cents / 100, cents % 100) }
}
