import Foundation
import Testing

@testable import ProviderSandbox

/// The demonstration list is what a sales team would have exported, and its facts are served by the simulator.
@Suite struct DemoFixtureTests {
    private let rows: [[String: String]]
    private let catalogue: CompanyCatalogue

    init() throws {
        let text = String(decoding: try Fixtures.data("demo/companies.csv"), as: UTF8.self)
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        }
        let header = try #require(lines.first)
        rows = lines.dropFirst().map { Dictionary(zip(header, $0)) { $1 } }
        catalogue = try CompanyCatalogue(file: Fixtures.folder.appending(path: "demo/sandbox.json").path)
    }

    @Test func aTeamsListHasItsCompaniesItsGapsAndItsMistakes() {
        let sirens = rows.map { ($0["siren"] ?? "").filter { $0 != " " } }
        let valid = sirens.filter { $0.count == 9 && IdentifierKey.isValid($0) }

        #expect(rows.count >= 60)
        #expect(Set(valid).count >= 48)
        #expect(valid.count - Set(valid).count == 1)
        #expect(sirens.filter { $0.isEmpty }.count == 3)
        #expect(Set(sirens).subtracting(valid).subtracting([""]) == ["795361917", "12345678"])
    }

    @Test func everyListedCompanyIsServedAndHasASource() throws {
        let sources = String(decoding: try Fixtures.data("demo/SOURCES.md"), as: UTF8.self)
        let served = Set(catalogue.listed.map(\.siren))

        #expect(catalogue.listed.allSatisfy { IdentifierKey.isValid($0.siren) })
        #expect(catalogue.listed.allSatisfy { sources.contains("| \($0.siren) |") })
        #expect(
            catalogue.listed.allSatisfy { company in
                company.siret.map { IdentifierKey.isValid($0) || company.siren == "356000000" } ?? true
            }
        )
        for row in rows {
            let siren = (row["siren"] ?? "").filter { $0 != " " }
            #expect(siren.isEmpty || !IdentifierKey.isValid(siren) || siren.count < 9 || served.contains(siren))
        }
    }

    @Test func turnoverRisesAndFallsOverSeveralYears() {
        let histories = catalogue.listed.map { company in
            let known = (company.accounts ?? []).filter { $0.turnover != nil && $0.statement != "K" }
            return known.sorted { $0.closing < $1.closing }.compactMap(\.turnover)
        }.filter { $0.count >= 2 }
        let rising = histories.filter { ($0.last ?? 0) > ($0.first ?? 0) }

        #expect(histories.count >= 12)
        #expect(rising.count >= 4)
        #expect(histories.count - rising.count >= 4)
    }

    @Test func noPersonCanBeReached() {
        let fiction = ["01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98"]

        for row in rows {
            let telephone = row["telephone"] ?? ""
            let email = row["email"] ?? ""
            #expect(telephone.isEmpty || fiction.contains { telephone.hasPrefix($0) })
            #expect(email.isEmpty || email.hasPrefix("contact") && email.hasSuffix("@exemple.fr"))
            #expect((row["contact"] ?? "").isEmpty || (row["contact"] ?? "").hasPrefix("Service "))
        }
    }

    @Test func ownersAndStagesOfTheListExist() throws {
        let organisation = try Fixtures.object("demo/organisation.json")
        let users = organisation["users"] as? [[String: Any]] ?? []
        let stages = organisation["lead_stages"] as? [[String: Any]] ?? []
        let departments = Set(
            (organisation["departments"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
        )
        let emails = Set(users.compactMap { $0["email"] as? String })
        let labels = Set(stages.compactMap { $0["label"] as? String })
        let owners = Set(rows.compactMap { $0["proprietaire"] }.filter { !$0.isEmpty })

        #expect(departments.isSuperset(of: ["commercial", "finance", "rh"]))
        #expect(users.allSatisfy { departments.contains($0["department"] as? String ?? "") })
        #expect(users.contains { $0["active"] as? Bool == false })
        #expect(owners.count >= 3 && emails.isSuperset(of: owners))
        #expect(labels.isSuperset(of: Set(rows.compactMap { $0["etape"] }.filter { !$0.isEmpty })))
        #expect(stages.compactMap { $0["limit_business_days"] as? Int } == [2, 5, 10, 14, 10])
    }
}
