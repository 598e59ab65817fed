import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

/// Answers in the shape that is known of Societe.com's API; companies and figures are invented.
@Suite struct SocieteComReadingTests {
    private static let siren = PappersReadingTests.siren
    private let societe = SocieteCom(baseURL: "https://api.societe.example", token: "geheim")
    private let credits = SocieteComCredits(baseURL: "https://api.societe.example", token: "geheim")

    private static func answer(_ bilans: String, last: String = "null", on: String = "null") -> String {
        #"{"status":200,"data":{"siren":"732829320","deno":"FROMAGES D'ESSAI","dernierca":\#(last),"dernierbildate":\#(on),"bilans":[\#(bilans)]}}"#
    }

    @Test func theTokenGoesAsAHeaderAlone() {
        let request = societe.request(about: Self.siren)

        #expect(request.url == "https://api.societe.example/api/v1/entreprise/732829320/bilans")
        #expect(request.headers["X-Authorization"] == "socapi geheim")
        #expect(credits.request.url == "https://api.societe.example/api/v1/infoclient")
        var printed = "\(societe) \(request)"
        dump(societe, to: &printed)
        dump(credits, to: &printed)
        #expect(!printed.contains("geheim"))
    }

    @Test func yearsAreReadWhateverTheAmountsType() throws {
        let answer = Self.answer(
            #"""
            {"anneebilan":"2021","rescatotal":"1 234 567"},{"anneebilan":2023,"rescatotal":2000000},
            {"anneebilan":"2022","rescatotal":"1500000.50"},{"anneebilan":"2020","rescatotal":"980 K€"}
            """#
        )
        let years = try societe.read(answer, about: Self.siren).years

        #expect(years.map(\.closingDate.text) == ["2023-12-31", "2022-12-31", "2021-12-31", "2020-12-31"])
        #expect(years.map(\.amountCents) == [200_000_000, 150_000_050, 123_456_700, 98_000_000])
        #expect(years.last?.precisionCents == 50_000)
        #expect(years.allSatisfy { $0.status == .known && $0.kind == .social && $0.source == "societe_com" })
    }

    @Test func theLatestTurnoverFillsAYearThatTheListLacks() throws {
        let alone = try societe.read(Self.answer("", last: "\"850000\"", on: "\"2023\""), about: Self.siren).years
        #expect(alone.map(\.closingDate.text) == ["2023-12-31"] && alone.map(\.amountCents) == [85_000_000])

        let beside = Self.answer(
            #"{"anneebilan":"2022","rescatotal":800000},{"anneebilan":"2023","rescatotal":null}"#,
            last: "850000",
            on: "\"2023-06-30\""
        )
        let years = try societe.read(beside, about: Self.siren).years
        #expect(years.map(\.closingDate.text) == ["2023-06-30", "2022-12-31"])
        #expect(years.map(\.amountCents) == [85_000_000, 80_000_000])
    }

    @Test func theLatestTurnoverIsOfTheExerciseThatClosesInItsYear() throws {
        let told = Self.answer(
            #"{"anneebilan":"2024","datecloture":"2024-09-30","rescatotal":"633843"}"#,
            last: "633843",
            on: "\"2024\""
        )
        let silent = Self.answer(#"{"anneebilan":"2024","datecloture":"2024-09-30"}"#, last: "633843", on: "\"2024\"")

        for answer in [told, silent] {
            let years = try societe.read(answer, about: Self.siren).years
            #expect(years.map(\.closingDate.text) == ["2024-09-30"] && years.map(\.amountCents) == [63_384_300])
        }
    }

    @Test func whatOtherFieldsSayIsReadWhereTheyAreThere() throws {
        let answer = Self.answer(
            #"""
            {"anneebilan":"2023","datecloture":"2023-09-30","dureeexercice":"9","rescatotal":"850000","resnet":"-12000",
            "typebilan":"S"},{"anneebilan":"2022","rescatotal":null,"confidentialite":"compte de résultat confidentiel"},
            {"anneebilan":"2023","datecloture":"2023-09-30","rescatotal":"9000000","typebilan":"K"}
            """#
        )
        let years = try societe.read(answer, about: Self.siren).years

        #expect(years.map(\.closingDate.text) == ["2023-09-30", "2023-09-30", "2022-12-31"])
        #expect(years.map(\.kind) == [.social, .consolidated, .social])
        #expect(years.first?.months == 9 && years.first?.resultCents == -1_200_000)
        #expect(years.last?.status == .confidential)
        #expect(try societe.readKept(answer, about: Self.siren) == societe.read(answer, about: Self.siren))
    }

    @Test func anotherUnitIsDoubted() throws {
        let answer = Self.answer(#"{"anneebilan":"2023","rescatotal":850}"#, last: "850000", on: "\"2023\"")

        #expect(try societe.read(answer, about: Self.siren).years.map(\.doubt) == [.unitSuspect])
    }

    @Test(arguments: [
        ("null", TurnoverStatus.unknown), ("\"\"", .unknown), ("0", .unknown), ("\"0\"", .unknown),
        ("\"NC\"", .unknown),
        ("\"Confidentiel\"", .confidential), ("[]", .unknown), ("\"1.234\"", .known), ("1e300", .unknown),
    ])
    func whatIsNoFigureIsNone(_ written: String, _ status: TurnoverStatus) throws {
        let answer = Self.answer(#"{"anneebilan":"2023","rescatotal":\#(written)}"#)
        let year = try #require(try societe.read(answer, about: Self.siren).years.first)

        #expect(year.status == status && (year.amountCents == nil) == (status != .known))
    }

    @Test func rowsWithoutAYearAndLossesAreDropped() throws {
        let answer = Self.answer(
            #"{"rescatotal":5},{"anneebilan":"12","rescatotal":5},{"anneebilan":"99999","rescatotal":5},{"anneebilan":"2023","rescatotal":-5}"#
        )
        #expect(try societe.read(answer, about: Self.siren).years.isEmpty)
    }

    @Test(arguments: [
        (200, #"{"data":[]}"#, Verdict.found(.nothing)), (404, #"{"message":"not found"}"#, .found(.nothing)),
        (404, "<html>", .failed), (200, "<html>", .unreadable), (200, #"{"message":"erreur"}"#, .unreadable),
        (200, #"{"message":"Crédits insuffisants"}"#, .noCredits), (401, "", .badKey),
        (403, "IP non autorisée", .badKey),
        (403, #"{"message":"Vous n'avez plus assez de crédits"}"#, .noCredits), (402, "", .noCredits),
        (429, "", .throttled), (500, "", .failed), (400, "", .refused),
        (200, #"{"data":{"siren":"552032534","bilans":[]}}"#, .unreadable),
    ])
    func statusAndSentenceTogetherDecide(_ status: Int, _ body: String, _ verdict: Verdict) {
        #expect(societe.verdict(status, body, about: Self.siren) == verdict)
    }

    @Test func onlyFiguresAreKept() throws {
        let answer = Self.answer(
            #"{"anneebilan":"2023","rescatotal":850,"signataire":"DURAND"}"#,
            last: "5",
            on: "\"2022\""
        )
        let kept = societe.kept(answer)

        #expect(try societe.readKept(answer, about: Self.siren) == societe.read(answer, about: Self.siren))
        #expect(!kept.contains("DURAND") && !kept.contains("FROMAGES"))
        #expect(try societe.readKept(#"{"data":[]}"#, about: Self.siren) == .nothing)
        #expect(try societe.readKept(#"{"bilans":[]}"#, about: Self.siren).isFound)
    }

    @Test(arguments: [
        (200, #"{"data":{"creditsrestants":"1234.5"}}"#, CreditsVerdict.left(1234.5)),
        (200, #"{"credits":12}"#, .left(12)),
        (200, #"{"data":{"solde":-3}}"#, .left(0)), (200, #"{"data":{"nom":"x"}}"#, .unreadable),
        (200, "<html>", .unreadable),
        (401, "", .badKey), (403, "plus assez de crédits", .left(0)), (429, "", .throttled), (502, "", .failed),
    ])
    func creditsAreRead(_ status: Int, _ body: String, _ verdict: CreditsVerdict) {
        #expect(credits.verdict(on: Answered.response(status, body)) == verdict)
    }

    @Test func damagedAnswersAreReadOrRefused() async {
        let whole = Self.answer(#"{"anneebilan":"2023","rescatotal":"850 K€"}"#, last: "5", on: "\"2022\"")
        let frame =
            #"{"data":{"dernierca":VALUE,"dernierbildate":VALUE,"bilans":[{"anneebilan":2023,"rescatotal":VALUE}]}}"#
        await Hostile.survives(societe, Hostile.variants(of: whole, 500) + Hostile.bombs(frame), about: Self.siren)
    }
}
