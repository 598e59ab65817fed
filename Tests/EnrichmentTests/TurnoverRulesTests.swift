import Contracts
import Foundation
import FrenchBusiness
import Testing

@testable import Enrichment

@Suite struct TurnoverRulesTests {
    static let siren = SIREN(number: 552_032_534)

    /// A row of the dataset: closing, type, confidentiality, amount in euros as written, and other cells.
    struct Row: Sendable, CustomStringConvertible {
        var closing = "2024-12-31"
        var type = "C"
        var confidentiality = "Public"
        var amount: String
        var more = ""
        var status: TurnoverStatus?
        var cents: Int64?
        var doubt: AccountingYear.Doubt?
        var description: String { "\(amount), \(confidentiality)" }

        var json: String {
            """
            {"siren":"552032534","date_cloture_exercice":"\(closing)","type_bilan":"\(type)",\
            "confidentiality":"\(confidentiality)","chiffre_d_affaires":\(amount)\(more)}
            """
        }
    }

    static let rows: [Row] = [
        Row(amount: "1848367", status: .known, cents: 184_836_700),
        Row(amount: "23857.0", status: .known, cents: 2_385_700),
        Row(amount: "\"229786\"", status: .known, cents: 22_978_600),
        Row(confidentiality: "Partiellement confidentiel", amount: "1848367", status: .known, cents: 184_836_700),
        Row(confidentiality: "Partiellement confidentiel", amount: "0", status: .confidential),
        Row(confidentiality: "Confidentiel", amount: "null", status: .confidential),
        Row(amount: "0", status: .zeroConfirmed, cents: 0),
        Row(amount: "0", more: ",\"marge_brute\":5000", status: .unknown),
        Row(amount: "null", status: .unknown),
        Row(amount: "-100"),
        Row(
            amount: "1718850200",
            more: ",\"marge_brute\":17188502",
            status: .known,
            cents: 171_885_020_000,
            doubt: .unitSuspect
        ),
        Row(amount: "23857", more: ",\"ebe\":916,\"marge_ebe\":3.84", status: .known, cents: 2_385_700),
        Row(
            amount: "23857000",
            more: ",\"ebe\":916,\"marge_ebe\":3.84",
            status: .known,
            cents: 2_385_700_000,
            doubt: .unitSuspect
        ),
        Row(amount: "1e300", status: .unknown),
    ]

    @Test(arguments: rows) func aRowOfTheDatasetMeansWhatItSays(_ row: Row) throws {
        let siren = try #require(Self.siren)

        let years = try read([row], siren)

        #expect(years.map(\.status) == (row.status.map { [$0] } ?? []))
        #expect(years.first?.amountCents == row.cents)
        #expect(years.first?.doubt == row.doubt)
    }

    @Test func groupAccountsNeverStandForTheCompanysOwn() throws {
        let siren = try #require(Self.siren)
        let years = try read([Row(type: "K", amount: "24000000000"), Row(amount: "635000000")], siren)

        let decided = TurnoverRules.decide(years, circumstances())

        #expect(decided.years.map(\.amountCents) == [63_500_000_000])
        #expect(decided.years.map(\.kind) == ["social"])
    }

    @Test func groupAccountsAreShownWhereThereAreNoOthers() throws {
        let siren = try #require(Self.siren)
        let decided = TurnoverRules.decide(try read([Row(type: "K", amount: "1000000")], siren), circumstances())

        #expect(decided.years.map(\.kind) == ["consolidated"])
        #expect(decided.status == "known")
    }

    @Test func theSearchsCopyGivesWayToTheOriginal() throws {
        let siren = try #require(Self.siren)
        let original = try read([Row(closing: "2024-09-30", amount: "900000")], siren)
        let copy = year("2024-12-31", 90_000_000, source: RechercheEntreprises.name)

        let decided = TurnoverRules.decide(original + [copy], circumstances())

        #expect(decided.years.map(\.source) == [RatiosInpiBce.name])
    }

    @Test func yearsComeMostRecentFirstWithTheirLength() {
        let years = [year("2022-12-31", 100), year("2024-09-30", 300), year("2023-12-31", 200)]

        let decided = TurnoverRules.decide(years, circumstances())

        #expect(decided.years.map(\.closingDate.text) == ["2024-09-30", "2023-12-31", "2022-12-31"])
        #expect(decided.years.map(\.months) == [9, 12, 0])
    }

    @Test(arguments: [
        ("5710", true, false, true, false, "not_applicable", "sole_trader"),
        ("9220", false, false, true, false, "not_applicable", "form_files_no_accounts"),
        ("5710", false, true, true, false, "unknown", "siren_unknown"),
        ("5710", false, false, false, false, "unknown", "not_diffusible"),
        ("5710", false, false, true, true, "unknown", "provider_unavailable"),
        ("5710", false, false, true, false, "not_filed", "no_accounts_found"),
    ])
    func withoutAnyYearTheReasonIsNamed(
        form: String,
        isSoleTrader: Bool,
        isUnknown: Bool,
        isDiffusible: Bool,
        isAway: Bool,
        status: String,
        reason: String
    ) {
        var circumstances = circumstances(form: form)
        circumstances.facts?.isSoleTrader = isSoleTrader
        circumstances.isUnknownToRegister = isUnknown
        circumstances.isDiffusible = isDiffusible
        circumstances.isProviderAway = isAway

        let decided = TurnoverRules.decide([], circumstances)

        #expect(decided.status == status)
        #expect(decided.reason == reason)
    }

    @Test func aYoungCompanyOwesNoAccountsYet() {
        var circumstances = circumstances()
        circumstances.facts?.createdOn = CivilDate("2025-11-01")
        #expect(TurnoverRules.decide([], circumstances).reason == "no_accounts_due_yet")
    }

    @Test func contradictionsAreMarkedAndKept() {
        let thousandfold = Doubts.marked([year("2023-12-31", 24_812_000_000), year("2024-12-31", 25_287_000)])
        #expect(thousandfold.map(\.doubt) == [.unitSuspect, .unitSuspect])

        let jump = Doubts.marked([year("2023-12-31", 100_000), year("2024-12-31", 1_200_000)])
        #expect(jump.map(\.doubt) == [nil, .jump])

        let twoSources = Doubts.marked([
            year("2024-12-31", 100_000, source: "a"), year("2024-12-31", 103_000, source: "b"),
        ])
        #expect(twoSources.map(\.doubt) == [.differs, .differs])
    }

    @Test func aKnownFigureStandsAgainstItsAbsenceInAnyOrder() {
        var known = year("2024-12-31", 100_000)
        var gone = year("2024-12-31", nil)
        known.fetchedAt = Date(timeIntervalSince1970: 1)
        gone.fetchedAt = Date(timeIntervalSince1970: 2)

        #expect(AccountingYear.best(of: [known, gone]) == [known])
        #expect(AccountingYear.best(of: [gone, known]) == [known])
    }

    private func read(_ rows: [Row], _ siren: SIREN) throws -> [AccountingYear] {
        let body = "{\"results\":[\(rows.map(\.json).joined(separator: ","))]}"
        return try RatiosInpiBce(baseURL: "http://x").read(Array(body.utf8), about: siren, at: .distantPast).years
    }

    private func year(_ closing: String, _ cents: Int64?, source: String = RatiosInpiBce.name) -> AccountingYear {
        AccountingYear(
            closingDate: CivilDate(closing) ?? .earliest,
            kind: .social,
            source: source,
            months: 0,
            amountCents: cents,
            status: cents == nil ? .unknown : .known,
            fetchedAt: .distantPast
        )
    }

    private func circumstances(form: String = "5710") -> TurnoverRules.Circumstances {
        var facts = CompanyFacts.unknown
        facts.legalForm = form
        return TurnoverRules.Circumstances(facts: facts, today: CivilDate("2026-11-01") ?? .earliest)
    }
}
