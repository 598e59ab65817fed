import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

@Suite struct PappersReachTests {
    private static let siren = PappersReadingTests.siren
    private let reach = PappersReach(baseURL: "https://api.pappers.example/v2", key: "geheim")
    private let credits = PappersCredits(baseURL: "https://api.pappers.example/v2", key: "geheim")

    @Test func theThreeFieldsAreAskedForTogether() {
        let request = reach.request(about: Self.siren)

        #expect(
            request.url == "https://api.pappers.example/v2/entreprise?siren=732829320"
                + "&champs_supplementaires=telephone%2Cemail%2Csites_internet"
        )
        #expect(reach.name == "pappers" && reach.question == "reach")
    }

    @Test func phoneMailAndSiteAreRead() throws {
        let record = PappersRecord {
            $0["telephone"] = "0299123456"
            $0["email"] = "Contact@Fromages.example"
            $0["sites_internet"] = ["", "https://www.Fromages.example/boutique/?utm=1", "http://autre.example"]
        }
        let found = try #require(try reach.read(record.json, about: Self.siren).reach)

        #expect(found.phone?.text == "+33299123456")
        #expect(found.email?.text == "Contact@fromages.example")
        #expect(found.site == "www.fromages.example/boutique")
        #expect(!found.isPersonalMobile)
    }

    @Test(arguments: [
        ("0612345678", true, true), ("0712345678", true, true), ("0299123456", true, false),
        ("0612345678", false, false),
    ])
    func onlyASoleTradersMobileIsPersonal(_ phone: String, _ isPerson: Bool, _ isPersonal: Bool) throws {
        var record = isPerson ? PappersRecord.soleTrader : PappersRecord()
        record.fields["telephone"] = phone

        #expect(try reach.read(record.json, about: Self.siren).reach?.isPersonalMobile == isPersonal)
    }

    @Test func nothingIsTakenOfWhoOpposesOrIsDiffusedInPart() throws {
        let opposed = PappersRecord {
            $0["telephone"] = "0299123456"
            $0["opposition_utilisation_commerciale"] = true
        }
        let hidden = PappersRecord {
            $0["telephone"] = "0299123456"
            $0["diffusable"] = false
        }

        let findings = try reach.read(opposed.json, about: Self.siren)
        #expect(findings.reach == nil && findings.isOpposed == true)
        #expect(try reach.read(hidden.json, about: Self.siren).reach == nil)
    }

    @Test func whatIsNoNumberMailOrSiteIsNone() throws {
        let record = PappersRecord {
            $0["telephone"] = "pas de téléphone"
            $0["email"] = "x"
            $0["sites_internet"] = ["javascript:alert(1)", "a b.example", "localhost", "\"><script>.example"]
        }

        #expect(try reach.read(record.json, about: Self.siren).reach == nil)
    }

    @Test func theReplyIsKeptWithoutThem() throws {
        var record = PappersRecord.soleTrader
        record.fields["telephone"] = "0612345678"
        record.fields["email"] = "camille@durand.example"
        record.fields["sites_internet"] = ["durand.example"]
        let kept = reach.kept(record.json)

        for word in ["0612345678", "durand", "DURAND", "telephone"] { #expect(!kept.contains(word)) }
        #expect(try reach.readKept(record.json, about: Self.siren).isFound)
        #expect(reach.days(try reach.read(record.json, about: Self.siren)) == 180)
    }

    @Test(arguments: [
        (
            200, #"{"jetons_abonnement":1000,"jetons_abonnement_utilises":250.5,"jetons_pay_as_you_go_restants":100}"#,
            CreditsVerdict.left(849.5)
        ),
        (200, #"{"jetons_abonnement":10,"jetons_abonnement_utilises":25,"jetons_pay_as_you_go_restants":3}"#, .left(3)),
        (200, #"{"jetons_pay_as_you_go_restants":0}"#, .left(0)),
        (200, "{}", .unreadable), (200, "<html>", .unreadable),
        (401, "Clé API incorrecte.", .badKey), (401, "Vous n'avez plus assez de crédits", .left(0)),
        (429, "", .throttled), (500, "", .failed),
    ])
    func creditsAreThoseLeftOfBothKinds(_ status: Int, _ body: String, _ verdict: CreditsVerdict) {
        #expect(credits.request.url == "https://api.pappers.example/v2/suivi-jetons")
        #expect(credits.verdict(on: Answered.response(status, body)) == verdict)
    }
}
