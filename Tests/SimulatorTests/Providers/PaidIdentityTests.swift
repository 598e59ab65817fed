import Foundation
import Testing

@testable import ProviderSandbox

/// OpenCorporates and the two doors of Societe.com.
@Suite struct PaidIdentityTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    @Test func openCorporatesKnowsWhoButNotHowMuch() throws {
        let shape = try Shape("opencorporates")
        let company = scene.document("opencorporates", "v0.4/companies/fr/552032534", "api_token=essai")
        let found = scene.document(
            "opencorporates",
            "v0.4/companies/search",
            "q=ganymede&jurisdiction_code=fr&api_token=essai"
        )

        #expect(company["results"]["company"].keys.isSuperset(of: shape["company"]))
        #expect(company["results"]["company"]["financial_summary"].isNull)
        #expect(found["results"].keys == shape["search"])
        #expect(found["results"]["total_count"].number == 13)
        #expect(scene.ask("opencorporates", "v0.4/companies/fr/552032534").status == 401)
        #expect(scene.ask("opencorporates", "v0.4/companies/fr/732829320", "api_token=essai").status == 404)
    }

    @Test func theAPIOfSocieteComTellsYearsAsTexts() throws {
        let shape = try Shape("societe-com")
        let years = societe("552032534", "bilans")["data"]

        #expect(years.keys.isSuperset(of: shape["bilans"]))
        #expect(years["dernierca"].text == "699000000")
        #expect(years["dernierbildate"].text == "2023")
        #expect(years["bilans"].elements.allSatisfy { $0.keys.isSuperset(of: shape["bilan"]) })
        #expect(societe("732829320", "exist")["data"]["exist"].flag == false)
        #expect(societe("FR27552032534", "exist")["data"]["exist"].flag == true)
        let procedures = societe(SyntheticCase.liquidation.siren(), "procedurescollectives")["data"]["procedures"]
        #expect(procedures.elements.map { $0["type"].text }.last == "Liquidation judiciaire")
        #expect(scene.ask("societe-com", "api/v1/infoclient", headers: ["x-authorization": "essai"]).status == 401)
    }

    @Test(arguments: ["script", "chart", "table", "summary", "classic"])
    func everyLayoutOfThePageHoldsTheTurnoverWhereItWas(layout: String) {
        let page = self.page("433361193", [layout])
        let hidden = self.page(SyntheticCase.confidential.siren(), [layout])

        switch layout {
        case "script":
            #expect(page.contains("ADSTACK.data.chiffre = 6907807;"))
            #expect(!hidden.contains("chiffre ="))
        case "chart":
            #expect(
                page.contains("<div data-year=\"2024\" data-a=\"1\"><span class=\"xDpNbr\">6\u{a0}908\u{a0}K€</span>")
            )
            #expect(hidden.contains("Non publié"))
        case "table":
            #expect(page.contains("<td>Chiffre d'affaires</td><td></td><td>6\u{a0}908\u{a0}K€</td>"))
            #expect(hidden.contains("href=\"/publication-bilan/"))
        case "summary":
            #expect(page.contains("class=\"co-resume\"") && page.contains("6\u{a0}908\u{a0}K€"))
            #expect(hidden.contains("Non publié"))
        default:
            #expect(page.contains("id=\"rensjur\"") && page.contains("6\u{a0}908\u{a0}K&euro;"))
            #expect(hidden.contains("Non publié"))
        }
    }

    @Test func theClassicPageIsInLatin1AndTheTaggedOneUnreadable() {
        let classic = scene.ask("societe-com-pages", "societe/x-433361193.html", variants: ["classic"])
        let tagged = page("433361193", ["table", "tagged"])

        #expect(classic.type == "text/html; charset=iso-8859-1")
        #expect(String(validating: classic.bytes, as: UTF8.self) == nil)
        #expect(!tagged.contains("Table__leader__title") && !tagged.contains("<td>") && tagged.contains("6\u{a0}908"))
        #expect(tagged == page("433361193", ["table", "tagged"]))
        #expect(page("433361193", ["chart", "narrow_spaces"]).contains("6\u{202f}908\u{202f}K€"))
        #expect(page("552032534", ["table"]).contains("699,0\u{a0}M€"))
    }

    @Test func pagesAreFoundByNumberAndRobotsMayBeForbidden() {
        let found = String(
            decoding: scene.ask("societe-com-pages", "cgi-bin/search", "champs=433361193").bytes,
            as: UTF8.self
        )

        #expect(found.contains("/societe/batisseur-bois-433361193.html"))
        #expect(scene.ask("societe-com-pages", "societe/x-732829320.html").status == 404)
        #expect(robots().contains("Disallow: /cgi-bin/"))
        scene.state.order(FaultPlan(provider: "societe-com-pages", robots: "User-agent: *\nDisallow: /\n"))
        #expect(robots() == "User-agent: *\nDisallow: /\n")
    }

    @Test func amountsAreRounded() {
        func text(_ amount: Int?, _ variants: Set<String> = []) -> String {
            SocieteComFigures(variants: variants).text(amount)
        }

        #expect(text(853) == "853\u{a0}€")
        #expect(text(1_234_499) == "1\u{a0}234\u{a0}K€")
        #expect(text(12_540_000) == "12,5\u{a0}M€")
        #expect(text(12_540_000, ["thousands"]) == "12\u{a0}540\u{a0}K€")
        #expect(text(-79_119) == "-79\u{a0}K€")
        #expect(text(nil) == "Non publié")
    }

    private func societe(_ number: String, _ operation: String) -> Document {
        scene.document("societe-com", "api/v1/entreprise/\(number)/\(operation)", headers: Keys.societe)
    }

    private func page(_ siren: String, _ variants: Set<String>) -> String {
        let answer = scene.ask("societe-com-pages", "societe/une-societe-\(siren).html", variants: variants)
        guard variants.contains("classic") else { return String(decoding: answer.bytes, as: UTF8.self) }
        return String(String.UnicodeScalarView(answer.bytes.map { Unicode.Scalar($0) }))
    }

    private func robots() -> String {
        String(decoding: scene.ask("societe-com-pages", "robots.txt").bytes, as: UTF8.self)
    }
}
