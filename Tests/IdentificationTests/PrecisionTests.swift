import Foundation
import Testing

@testable import Identification

/// At least 99 of 100 automatic matches are right, on rows that the rules were made on and on rows that nobody looked
/// at; recall is reported.
@Suite struct PrecisionTests {
    private let list = LabelledList.shared

    @Test func theListIsWhatItClaimsToBe() {
        #expect(list.rows.count >= 400)
        #expect(list.register.companies.count >= 2000)
        let known = Set(list.register.companies.map(\.siren))
        #expect(list.rows.compactMap(\.siren).allSatisfy(known.contains))
        #expect(list.rows.count { $0.siren == nil } >= 80)
        #expect(list.rows.count { $0.origin == "real" } >= 80)
    }

    @Test(arguments: ["tune", "held"])
    func automaticMatchesAreRight(part: String) {
        let measured = Measurement.of(list.rows.filter { $0.part == part }, in: list.register)

        print("identification, \(part): \(measured)")
        if ProcessInfo.processInfo.environment["FILON_IDENTIFICATION_ROWS"] == part {
            print(
                (measured.wrong.map { "WRONG \($0)" } + measured.missed.map { "MISSED \($0)" }).joined(separator: "\n")
            )
        }
        #expect(measured.precision >= 0.99, "\(measured.wrong.joined(separator: "\n"))")
        #expect(measured.recall >= 0.6)
        #expect(measured.reach >= 0.85)
        #expect(measured.taken >= 150)
        #expect(measured.mostCandidates <= Identification.candidatesMax)
    }

    /// Rules that only fit these rows would fail on the same rows spoilt once more.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func theyStayRightWhenTheRowsAreSpoiltFurther(seed: UInt64) {
        var spoiler = Spoiler(seed: seed)
        let spoilt = list.rows.map { spoiler.spoil($0) }

        let measured = Measurement.of(spoilt, in: list.register)

        print("identification, spoilt with seed \(seed): \(measured)")
        if ProcessInfo.processInfo.environment["FILON_IDENTIFICATION_ROWS"] == "spoilt" {
            print(measured.wrong.map { "WRONG \($0)" }.joined(separator: "\n"))
        }
        #expect(measured.precision >= 0.99, "\(measured.wrong.joined(separator: "\n"))")
        #expect(measured.recall >= 0.4)
    }

    /// A register that lacks the company must not offer its neighbour instead.
    @Test func aCompanyThatTheRegisterLacksIsNotReplacedByItsNeighbour() {
        let rows = list.rows.filter { $0.siren != nil }
        var wrong: [String] = []
        for row in rows {
            let candidates = list.register.candidates(for: row.sought).filter { $0.siren != row.siren }
            let answer = Identification.decide(row.sought, among: candidates, isComplete: true)
            if answer.verdict == .certain {
                wrong.append("\(row.sought.name ?? "") → \(answer.candidates[0].company.names[0])")
            }
        }

        let share = Double(wrong.count) / Double(rows.count)
        print("identification, company left out of the register: \(wrong.count) of \(rows.count) taken wrongly")
        if ProcessInfo.processInfo.environment["FILON_IDENTIFICATION_ROWS"] == "left-out" {
            print(wrong.joined(separator: "\n"))
        }
        #expect(share <= 0.02, "\(wrong.joined(separator: "\n"))")
    }
}
