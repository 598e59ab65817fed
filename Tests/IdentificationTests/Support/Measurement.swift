import Foundation

@testable import Identification

/// What automatic identification did with rows whose companies are known.
struct Measurement: Sendable, CustomStringConvertible {
    var rows = 0
    /// rows whose company the register has
    var findable = 0
    var taken = 0
    var right = 0
    /// doubtful, with the company among the candidates
    var offered = 0
    var missed: [String] = []
    var wrong: [String] = []
    var mostCandidates = 0

    var precision: Double { taken == 0 ? 1 : Double(right) / Double(taken) }
    /// Taken rightly, of those that could be.
    var recall: Double { findable == 0 ? 1 : Double(right) / Double(findable) }
    /// Taken rightly or offered to a person.
    var reach: Double { findable == 0 ? 1 : Double(right + offered) / Double(findable) }

    /// Wilson's interval of 95 % for the precision.
    var interval: (low: Double, high: Double) {
        guard taken > 0 else { return (0, 1) }
        let (n, z, p) = (Double(taken), 1.96, precision)
        let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        return (max(0, centre - half), min(1, centre + half))
    }

    var description: String {
        func percent(_ value: Double) -> String { String(format: "%.2f %%", value * 100) }
        return "\(rows) rows, \(findable) findable: \(taken) taken, \(taken - right) wrongly; precision "
            + "\(percent(precision)) (95 %: \(percent(interval.low)) to \(percent(interval.high))), recall "
            + "\(percent(recall)), with those offered to a person \(percent(reach))"
    }

    mutating func add(_ row: LabelledList.Row, _ answer: Identification) {
        rows += 1
        if row.siren != nil { findable += 1 }
        mostCandidates = max(mostCandidates, answer.candidates.count)
        let first = answer.candidates.first?.company
        if answer.verdict == .certain {
            taken += 1
            if first?.siren == row.siren {
                right += 1
            } else {
                wrong.append(
                    Self.line(row)
                        + " took \(first?.siren ?? "") \(first?.names.first ?? "") \(first?.places.first?.postcode ?? "")"
                )
            }
        } else if let siren = row.siren {
            if answer.candidates.contains(where: { $0.company.siren == siren }) { offered += 1 }
            missed.append(
                Self.line(row) + " | "
                    + answer.candidates.map {
                        "\($0.company.siren) \($0.company.names[0]) \($0.company.places.first?.postcode ?? "") \($0.score) \($0.reasons.map(\.rawValue))"
                    }.joined(separator: "; ")
            )
        }
    }

    private static func line(_ row: LabelledList.Row) -> String {
        [
            row.part, row.siren ?? "none", row.sought.name ?? "", row.sought.postcode ?? "", row.sought.city ?? "",
            row.sought.naf ?? "", row.dirt,
        ].joined(separator: ";")
    }

    static func of(_ rows: [LabelledList.Row], in register: Register) -> Measurement {
        var measurement = Measurement()
        for row in rows {
            let candidates = register.candidates(for: row.sought)
            measurement.add(row, Identification.decide(row.sought, among: candidates, isComplete: true))
        }
        return measurement
    }
}
