import Foundation
import Testing

@testable import Scoring

/// The shipped curve of the fall on real companies: a year before it fails, a company's turnover falls.
///
/// Reads `../shared/datasets/polish_bankruptcy/5year.arff` beside the checkout (UCI, CC BY 4.0); attribute 21 is sales(n)
/// / sales(n-1), the class whether it failed within a year.
@Suite struct UrgencyCurveTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/datasets/polish_bankruptcy/5year.arff")
    private static let isThere = FileManager.default.fileExists(atPath: file.path)

    private let urgency = UrgencyRules.small

    /// As the rules see it: a change in basis points.
    private func value(_ ratio: Double) -> Int {
        urgency.fall.value(at: Int(((ratio - 1) * 10_000).rounded()))
    }

    @Test(.enabled(if: isThere, "skipped: the data set is not beside the checkout"))
    func theFallTellsWhoFailed() throws {
        let rows = Set(
            try String(contentsOf: Self.file, encoding: .utf8).split(whereSeparator: \.isNewline)
                .drop { !$0.hasPrefix("@data") }.dropFirst().map(String.init)
        )
        var scored: [(value: Int, failed: Bool)] = []
        for row in rows {
            let fields = row.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            guard fields.count == 65, let ratio = Double(fields[20]), ratio > 0 else { continue }
            scored.append((value(min(ratio, 1000)), fields[64] == "1"))
        }
        let failures = scored.count { $0.failed }
        #expect(scored.count > 5000 && failures > 200)
        let area = Self.areaUnderCurve(scored)
        #expect(area >= 0.735, "AUC \(area) on \(scored.count) companies, \(failures) failures")
    }

    @Test func aStandstillIsWorthThirtyAndTheCurveNeverRises() {
        #expect((290...310).contains(value(1)) && (290...310).contains(urgency.still))
        let values = (0...400).map { value(Double($0) / 100) }
        #expect(!zip(values, values.dropFirst()).contains { $0 < $1 })
        // The anchors of the curve, in hundredths.
        let anchors: [(Double, Int)] = [(0.7, 100), (0.8, 74), (0.85, 62), (0.9, 51), (0.95, 40), (1.1, 20), (1.2, 12)]
        for (ratio, hundredths) in anchors { #expect(abs(value(ratio) - 10 * hundredths) <= 10, "\(ratio)") }
        #expect(value(1.35) == 0 || value(1.35) == 1)
    }

    /// Ties count half.
    private static func areaUnderCurve(_ scored: [(value: Int, failed: Bool)]) -> Double {
        var counts: [Int: (failed: Double, stood: Double)] = [:]
        for one in scored {
            counts[one.value, default: (0, 0)].failed += one.failed ? 1 : 0
            counts[one.value, default: (0, 0)].stood += one.failed ? 0 : 1
        }
        var (below, area) = (0.0, 0.0)
        for (_, count) in counts.sorted(by: { $0.key < $1.key }) {
            area += count.failed * (below + count.stood / 2)
            below += count.stood
        }
        let failed = Double(scored.count { $0.failed })
        return area / (failed * below)
    }
}
