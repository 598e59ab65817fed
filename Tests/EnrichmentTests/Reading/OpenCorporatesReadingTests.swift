import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

/// Answers in the shape that OpenCorporates documents (API v0.4); the companies are invented.
@Suite struct OpenCorporatesReadingTests {
    private static let siren = PappersReadingTests.siren
    private let corporates = OpenCorporates(baseURL: "https://api.opencorporates.example/v0.4", token: "geheim")

    private static func answer(_ more: String = "", type: String = "SAS, société par actions simplifiée") -> String {
        """
        {"api_version":"0.4","results":{"company":{"name":"FROMAGES D'ESSAI","company_number":"732829320",
        "jurisdiction_code":"fr","incorporation_date":"1998-04-02","dissolution_date":null,"company_type":"\(type)",
        "inactive":false,"current_status":"Active","registered_address_in_full":"3 rue des Lilas, 35000 RENNES",
        "registered_address":{"street_address":"3 rue des Lilas","locality":"RENNES","postal_code":"35000"},
        "retrieved_at":"2024-02-03T04:05:06+00:00","previous_names":[{"company_name":"DURAND ET FILS"}],
        "officers":[{"officer":{"name":"CAMILLE DURAND","date_of_birth":"1961-05-04"}}],"filings":[],
        "industry_codes":[{"industry_code":{"code":"46.33","code_scheme_name":"European Community NACE Rev 2"}},
        {"industry_code":{"code":"4633Z","code_scheme_id":"fr_naf_2008","code_scheme_name":"NAF rev. 2"}}],
        "financial_summary":null,"source":{"publisher":"INSEE","url":"https://x.example/?api_token=geheim"}\(more)}}}
        """
    }

    @Test func identityAndStateAreRead() throws {
        let findings = try corporates.read(Self.answer(), about: Self.siren)
        let identity = try #require(findings.identity)

        #expect(identity.facts.name == "FROMAGES D'ESSAI")
        #expect(identity.facts.naf == "46.33Z" && identity.facts.section == "G" && identity.facts.naf25 == nil)
        #expect(identity.facts.createdOn?.text == "1998-04-02")
        #expect(
            identity.facts.postcode == "35000" && identity.facts.city == "RENNES" && identity.facts.departement == "35"
        )
        #expect(identity.state == .active && identity.ceasedOn == nil)
        #expect(identity.updatedOn?.text == "2024-02-03")
        #expect(findings.isOpposed == nil)
        #expect(corporates.days(findings) == 30)
    }

    /// There is no French turnover in it; what looks like one is not taken.
    @Test func itNeverYieldsAYear() throws {
        let tempting = #"""
            ,"financial_summary":{"turnover":1000000,"chiffre_affaires":1000000},"finances":[{"annee":2023,
            "chiffre_affaires":1000000}],"number_of_employees":12
            """#
        let findings = try corporates.read(Self.answer(tempting), about: Self.siren)

        #expect(findings.isFound && findings.years.isEmpty && findings.deposits.isEmpty && findings.reach == nil)
    }

    @Test(arguments: [
        (#","inactive":true"#, Identity.State.ceased), (#","inactive":null,"current_status":"Inactive""#, .ceased),
        (#","inactive":null,"dissolution_date":"2020-05-06""#, .ceased),
        (#","inactive":null,"current_status":"Active""#, .active),
        (#","inactive":null,"current_status":"?""#, .unknown),
    ])
    func whatItSaysOfTheStateIsTakenLiterally(_ more: String, _ state: Identity.State) throws {
        // Of two members by one name a parser may take either: the first is taken out.
        let answer = Self.answer(more)
            .replacing(#""dissolution_date":null,"#, with: "")
            .replacing(#""inactive":false,"current_status":"Active","#, with: "")

        #expect(try corporates.read(answer, about: Self.siren).identity?.state == state)
    }

    /// The token is part of the address, and must be seen nowhere else.
    @Test func theTokenIsNowhereButInTheAddress() throws {
        let request = corporates.request(about: Self.siren)
        #expect(request.url == "https://api.opencorporates.example/v0.4/companies/fr/732829320?api_token=geheim")
        #expect(request.headers.fields.allSatisfy { !$0.value.contains("geheim") })
        #expect(request.staysAtOrigin)

        var printed = "\(corporates) \(String(reflecting: corporates)) \(request) \(String(reflecting: request))"
        dump(corporates, to: &printed)
        dump(request, to: &printed)
        let reasons: [ProviderError.Reason] = [.status(401), .unreadable, .limited, .breakerOpen]
        printed += reasons.map { ProviderError(provider: corporates.name, reason: $0).description }.joined()
        printed += String(reflecting: UnreadableReply(provider: corporates.name))
        printed += corporates.kept(Self.answer(#","current_status":"see ?api_token=geheim""#))
        printed += corporates.kept(Self.answer().replacing("FROMAGES", with: "geheim"))
        #expect(!printed.contains("geheim"))
    }

    @Test(arguments: [
        (401, #"{"error":{"message":"Invalid Api Token"}}"#, Verdict.badKey), (403, "", .badKey),
        (403, #"{"error":{"message":"You have exceeded your monthly usage limit"}}"#, .noCredits),
        (401, #"{"error":{"message":"Account limit reached"}}"#, .noCredits),
        (404, #"{"error":{"message":"not found"}}"#, .found(.nothing)), (404, "", .found(.nothing)),
        (404, "<html>", .failed), (429, "", .throttled), (503, "", .failed), (400, "", .refused),
        (200, "<html>", .unreadable), (200, "{}", .unreadable), (200, #"{"results":{"company":null}}"#, .unreadable),
        (200, #"{"results":{"company":{"company_number":"552032534","jurisdiction_code":"fr"}}}"#, .unreadable),
        (200, #"{"results":{"company":{"company_number":"732829320","jurisdiction_code":"be"}}}"#, .unreadable),
    ])
    func statusAndSentenceTogetherDecide(_ status: Int, _ body: String, _ verdict: Verdict) {
        #expect(corporates.verdict(status, body, about: Self.siren) == verdict)
    }

    @Test func nobodyIsNamedInWhatIsKept() throws {
        let company = Self.answer()
        let trader = Self.answer(type: "Entrepreneur individuel")

        for answer in [company, trader] {
            let kept = corporates.kept(answer)
            #expect(try corporates.readKept(answer, about: Self.siren) == corporates.read(answer, about: Self.siren))
            for word in ["DURAND", "1961", "rue des Lilas", "officers"] { #expect(!kept.contains(word)) }
        }
        #expect(!corporates.kept(trader).contains("RENNES") && !corporates.kept(trader).contains("FROMAGES"))
        #expect(try corporates.read(trader, about: Self.siren).identity?.facts.isSoleTrader == true)
    }

    @Test func damagedAnswersAreReadOrRefused() async {
        let frame = #"{"results":{"company":{"company_number":"732829320","name":VALUE,"industry_codes":VALUE}}}"#
        await Hostile.survives(
            corporates,
            Hostile.variants(of: Self.answer(), 500) + Hostile.bombs(frame),
            about: Self.siren
        )
    }
}
