import Foundation
import FrenchBusiness

extension Evidence {
    var text: String { [proof, doubts, tried, next].flatMap(\.self).joined(separator: "\n") }

    private var proof: [String] {
        guard !facts.isEmpty else { return ["Proof: nothing is known yet"] }
        return ["Proof:"]
            + facts.map { fact in
                let origin = [
                    fact.source, fact.enteredBy.map { "by \($0)" }, fact.note.map { "« \($0) »" },
                    fact.sourceDate.map { "of \($0)" }, fact.file.map { "file \($0)" },
                    "\(fact.method == "entered" ? "entered" : "fetched") \(Self.day(fact.fetchedAt))",
                    fact.validUntil.map { "good until \(Self.day($0))" },
                    fact.confidence < 100 ? "confidence \(fact.confidence)" : nil,
                    fact.costCents > 0 ? Self.euros(Int64(fact.costCents)) : nil,
                    fact.superseded > 0 ? "replaces \(fact.superseded)" : nil,
                ].compactMap(\.self).joined(separator: ", ")
                return "  "
                    + TextTable.row([
                        (fact.field, 24), (fact.period ?? "", 10), (Self.shown(fact), 28), (origin, 90),
                    ])
            } + estimate + [
                "Credits: INSEE – Sirene, INPI – RNE, DILA – BODACC (Licence Ouverte 2.0), as of the dates above"
            ]
    }

    private var estimate: [String] {
        guard let estimate = record?.estimate else { return [] }
        let money = [estimate.lowCents, estimate.highCents].map { Money(cents: $0).compact }.joined(separator: " to ")
        return [
            "  estimate: \(Money(cents: estimate.amountCents).compact), \(money), by \(estimate.method) (\(estimate.basis))"
        ]
    }

    private var doubts: [String] {
        guard let record else { return [] }
        let conflicts = record.conflicts.map { conflict in
            let values = conflict.values.map { "\($0.source) \(Money(cents: $0.amountCents).formattedEuros)" }
            return "  \(conflict.closingDate) \(conflict.kind): \(conflict.what): " + values.joined(separator: " | ")
        }
        let state = record.stateDoubt.map { ["  state: \($0) says otherwise than the register"] } ?? []
        let stops = record.stops.sorted { $0.key < $1.key }.map { "  no prospecting: \($0.value.code) by \($0.key)" }
        let proceedings = record.proceedings.map { proceeding in
            "  \(proceeding.kind) since \(proceeding.since)" + (proceeding.until.map { " until \($0)" } ?? "")
                + (proceeding.reference.map { " (\($0))" } ?? "")
        }
        let successor = record.successor.map { ["  the register gives \($0) in its place"] } ?? []
        let lines = conflicts + state
        return ["Conflicts:" + (lines.isEmpty ? " none" : "")] + lines
            + (stops + proceedings + successor).reduce(into: []) { $0.append($1) }
    }

    private var tried: [String] {
        let steps = (record?.trail ?? []).map { step in
            let reason = step.reason.map { " (\($0))" } ?? ""
            let cost = step.costCents > 0 ? ", \(Self.euros(Int64(step.costCents)))" : ""
            let file = step.file.map { " (\($0))" } ?? ""
            return "  \(step.provider) \(step.question): \(step.outcome)\(reason)\(file)"
                + (step.at.map { " \(Self.moment($0))" } ?? "") + cost
        }
        let ledger = calls.map { call in
            "  \(Self.moment(call.at))  \(call.provider) \(call.question)  \(call.status.map { "\($0)" } ?? "no answer")  "
                + call.outcome + (call.costCents > 0 ? "  \(Self.euros(Int64(call.costCents)))" : "")
        }
        return ["Last look:" + (steps.isEmpty ? " none yet" : "")] + steps
            + ["Calls: \(calls.count == 50 ? "the last 50" : "\(calls.count)"), \(Self.euros(spentCents)) in all"]
            + ledger
    }

    private var next: [String] {
        let waiting = (record?.trail ?? []).filter { $0.again != nil }.map { step in
            "  \(step.provider) \(step.question): from \(step.again.map(Self.moment) ?? "") (\(step.reason ?? step.outcome))"
        }
        let whole = nextLookAt.map { "  all steps: \(Self.moment($0)), or when a filing is announced" }
        return ["Next:"] + waiting + [whole ?? "  nothing of our own accord"]
    }

    private static func shown(_ fact: Fact) -> String {
        guard fact.unit == "eur_cents", let cents = Int64(fact.value) else { return fact.value }
        return Money(cents: cents).formattedEuros
    }

    private static func day(_ date: Date) -> String { String(date.formatted(.iso8601).prefix(10)) }
    private static func moment(_ date: Date) -> String { date.formatted(.iso8601) }

    private static func euros(_ cents: Int64) -> String { Money(cents: cents).formatted }
}
