import Foundation
import Testing

@testable import Operator

struct SummaryBuilderTests {
    static let lead = UUID()

    static func row(_ line: Int, _ lead: UUID? = lead, state: String? = "owned") -> SummaryFacts.Row {
        SummaryFacts.Row(
            line: line,
            result: "created",
            leadID: lead,
            department: "commercial",
            siren: "433361193",
            name: "BATISSEUR BOIS",
            companyStatus: "identified",
            assignment: state,
            points: 61,
            ruleSet: "tpe-pme 1",
            trend: "growth",
            owner: "sud@filon.example",
            ownerName: "Commerciale Sud",
            decision: .init(id: lead ?? UUID(), kind: "assigned", reasons: ["Couvre le 69", "Le moins chargé"]),
            turnoverStatus: "known"
        )
    }

    static func facts(_ rows: [SummaryFacts.Row]) -> SummaryFacts {
        SummaryFacts(
            rows: rows,
            lines: [
                lead: [
                    .init(
                        rule: "size",
                        points: 40,
                        input: "11",
                        source: "sirene",
                        date: nil,
                        text: "Petite entreprise"
                    ),
                    .init(
                        rule: "trend",
                        points: 21,
                        input: "+10 %",
                        source: "ratios",
                        date: "2024-12-31",
                        text: "CA en hausse"
                    ),
                ]
            ],
            turnover: [
                "433361193": [.init(closingDate: "2024-12-31", months: 12, amountCents: 690_780_700, source: "ratios")]
            ],
            notifications: [lead: [.init(id: "n", channel: "email", state: "sent")]]
        )
    }

    static func object(_ summary: Summary) throws -> [String: Any] {
        let data = Data(try OutputJSON.text(summary).utf8)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func everyKeyOfTheInterfaceIsThereAlsoWhereNothingIsKnown() throws {
        let unknown = SummaryFacts.Row(
            line: 14,
            result: "to_identify",
            leadID: UUID(),
            department: "commercial",
            name: "Fournil",
            companyStatus: "to_identify"
        )

        let object = try Self.object(SummaryBuilder(Self.facts([unknown])).summary(seconds: 1.5, consoleURL: nil))

        #expect(Set(object.keys) == ["version", "seconds", "console_url", "companies", "refused"])
        #expect(object["version"] as? Int == 1)
        let company = try #require((object["companies"] as? [[String: Any]])?.first)
        #expect(
            Set(company.keys) == [
                "line", "siren", "name", "department", "state", "reason", "turnover_status", "turnover", "trend",
                "score", "owner", "decision", "notifications",
            ]
        )
        #expect(company["state"] as? String == "to_identify")
        #expect(company["turnover_status"] as? String == "unknown")
        #expect(company["score"] is NSNull)
        #expect(company["owner"] is NSNull)
    }

    @Test func scoreLinesCarryWhereTheyComeFromAndSumUp() throws {
        let object = try Self.object(
            SummaryBuilder(Self.facts([Self.row(2)])).summary(seconds: 1, consoleURL: "http://c")
        )

        let company = try #require((object["companies"] as? [[String: Any]])?.first)
        let score = try #require(company["score"] as? [String: Any])
        let lines = try #require(score["lines"] as? [[String: Any]])
        #expect(lines.compactMap { $0["points"] as? Int }.reduce(0, +) == score["points"] as? Int)
        #expect(lines.allSatisfy { Set($0.keys) == ["rule", "points", "input", "source", "date", "text"] })
        #expect(lines.first?["date"] is NSNull)
        let year = try #require((company["turnover"] as? [[String: Any]])?.first)
        #expect(year["closing_date"] as? String == "2024-12-31")
        #expect(year["amount_cents"] as? Int == 690_780_700)
        #expect(company["owner"] as? String == "sud@filon.example")
    }

    @Test func twoLinesOfOneLeadAreOneCompany() {
        let summary = SummaryBuilder(Self.facts([Self.row(36), Self.row(41)])).summary(seconds: 1, consoleURL: nil)

        #expect(summary.companies.map(\.line) == [36])
        #expect(summary.companies.map(\.otherLines) == [[41]])
    }

    @Test func refusedRowsAreToldWithTheirReason() {
        var row = SummaryFacts.Row(line: 22, result: "refused", department: "commercial")
        (row.code, row.message) = ("siren_key", "Le SIREN est mal recopié.")

        let summary = SummaryBuilder(Self.facts([row])).summary(seconds: 1, consoleURL: nil)

        #expect(summary.companies.isEmpty)
        #expect(summary.refused == [.init(line: 22, reason: "Le SIREN est mal recopié.")])
    }

    @Test(arguments: ["pooled", "excluded", "unassignable"])
    func whoIsNotOwnedShowsNoOwner(state: String) {
        var row = Self.row(2, state: state)
        row.exclusion = .init(code: "ceased", text: "Entreprise fermée")

        let company = SummaryBuilder(Self.facts([row])).summary(seconds: 1, consoleURL: nil).companies.first

        #expect(company?.state.rawValue == state)
        #expect(company?.owner == nil)
        #expect(company?.reason?.text == (state == "excluded" ? "Entreprise fermée" : "Couvre le 69"))
    }

    @Test func theTableFitsItsWidthAndShowsTheBestFirst() {
        var second = Self.row(3, UUID())
        second.points = 80
        second.name = String(repeating: "Très longue raison sociale ", count: 10)
        let summary = SummaryBuilder(Self.facts([Self.row(2), second])).summary(seconds: 1, consoleURL: nil)

        let lines = SummaryTable(summary).text.split(separator: "\n")

        #expect(lines.allSatisfy { $0.count <= 120 })
        #expect(lines[2].hasPrefix("Très longue"))
        #expect(lines[3].contains("6,9\u{A0}M€"))
        #expect(lines[3].contains("↑ hausse"))
        #expect(lines[3].contains("e-mail"))
    }
}
