import Foundation

/// What looking up a number of companies would call and cost.
struct LookupPlan: Encodable, Sendable {
    struct Step: Sendable {
        let provider: String
        let question: String
        let priceCents: Int
        let perDayCents: Int?
        let perDayCalls: Int?
        let isOnRequest: Bool
        /// Of the last looks, how many got an answer here.
        let observed: Int
        let isReady: Bool
        /// A bulk file in our own base answers: no call.
        let isFile: Bool

        fileprivate var state: String {
            if isFile { return isReady ? "file" : "no_file" }
            return isOnRequest ? "on_request" : isReady ? "asked" : "not_configured"
        }
    }

    struct Line: Encodable, Sendable {
        let provider: String
        let question: String
        /// `asked`, `on_request`, `not_configured`; `file`, `no_file`: a bulk file answers, or would if it were loaded
        let state: String
        let callsAtMost: Int
        /// nil: nothing is known yet
        let callsExpected: Int?
        let costAtMostCents: Int
        let costExpectedCents: Int?
        /// Days that the ceilings make of it
        let daysAtMost: Int
    }

    let companies: Int
    /// How many companies what is expected rests on.
    let restsOn: Int
    let steps: [Line]

    init(companies: Int, steps: [Step], looked: Int) {
        self.companies = companies
        restsOn = looked
        self.steps = steps.map { step in
            let isAsked = step.state == "asked"
            let most = isAsked ? companies : 0
            let expected =
                looked > 0 && isAsked
                ? min(companies, Int((Double(companies) * Double(step.observed) / Double(looked)).rounded(.up))) : nil
            let perDay = [
                step.perDayCalls, step.perDayCents.flatMap { step.priceCents > 0 ? $0 / step.priceCents : nil },
            ]
            .compactMap(\.self).min()
            return Line(
                provider: step.provider,
                question: step.question,
                state: step.state,
                callsAtMost: most,
                callsExpected: expected,
                costAtMostCents: most * step.priceCents,
                costExpectedCents: expected.map { $0 * step.priceCents },
                daysAtMost: perDay.map { (most + max(1, $0) - 1) / max(1, $0) } ?? (most > 0 ? 1 : 0)
            )
        }
    }

    var text: String {
        let head = TextTable.row([
            ("provider", 22), ("question", 10), ("state", 15), ("expected", 10), ("at most", 10), ("cost", 24),
            ("days", 6),
        ])
        let lines = steps.map { line in
            let cost = [line.costExpectedCents, line.costAtMostCents].compactMap(\.self)
                .map { String(format: "%.2f €", Double($0) / 100) }.joined(separator: " to ")
            return TextTable.row([
                (line.provider, 22), (line.question, 10), (line.state, 15),
                (line.callsExpected.map { "\($0)" } ?? "?", 10), ("\(line.callsAtMost)", 10),
                (line.costAtMostCents == 0 ? "free" : cost, 24), ("\(line.daysAtMost)", 6),
            ])
        }
        let basis =
            restsOn == 0
            ? "Nothing was looked up here yet: what is expected is not known."
            : "Expected by the last \(restsOn) companies."
        return ([head] + lines + [basis]).joined(separator: "\n")
    }
}
