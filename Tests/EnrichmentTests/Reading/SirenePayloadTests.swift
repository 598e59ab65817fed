import Contracts
import Foundation
import FrenchBusiness
import Testing

@testable import Enrichment

/// Real answers of the API, kept beside the checkout.
@Suite struct SirenePayloadTests {
    private let unit = SireneUnit(baseURL: "http://sirene/3.11", key: "k")

    /// What a file of the folder says.
    struct Expected: Sendable {
        var siren: String
        var state: Identity.State = .active
        var ceasedOn: String?
        var name: String?
        var form: String?
        var naf: String?
        var naf25: String?
        var band: String?
        var category: String?
        var createdOn: String?
        var siret: String?
        var city: String?
        var isDiffusible = true
        var successor: String?
    }

    /// The names in the files are those of the test data, not of the companies.
    private static let expected: [String: Expected] = [
        "siren_active_AE_1_200": Expected(
            siren: "412288383",
            name: "EDEN BONNET",
            form: "1000",
            naf: "01.43Z",
            band: "NN",
            createdOn: "1982-12-31",
            siret: "41228838300018"
        ),
        "siren_active_GE_1_200": Expected(
            siren: "306138900",
            name: "SPORT-EXEMPLE",
            form: "5599",
            naf: "46.49Z",
            naf25: "46.49Y",
            band: "51",
            category: "GE",
            createdOn: "1977-01-01",
            siret: "30613890001294"
        ),
        "siren_active_GE_2_200": Expected(
            siren: "306138900",
            name: "DECATHLON",
            form: "5599",
            naf: "46.49Z",
            band: "51",
            category: "GE",
            createdOn: "1977-01-01",
            siret: "30613890001294",
            city: "VILLENEUVE D'ASCQ"
        ),
        "siren_active_GE_with_token_3_200": Expected(
            siren: "306138900",
            name: "SPORT-EXEMPLE",
            form: "5599",
            naf: "46.49Z",
            naf25: "46.49Y",
            band: "51",
            category: "GE",
            createdOn: "1977-01-01",
            siret: "30613890001294",
            city: "PARIS"
        ),
        "siren_ceased_1_200": Expected(
            siren: "490817384",
            state: .ceased,
            ceasedOn: "2011-09-05",
            name: "BUSINESS &DECISION CONSULTING",
            form: "5499",
            naf: "70.22Z",
            band: "NN",
            createdOn: "2006-06-01",
            siret: "49081738400020"
        ),
        "siren_non_diffusable_1_200": Expected(
            siren: "789510732",
            form: "1000",
            naf: "70.2A",
            createdOn: "2000-01-01",
            isDiffusible: false
        ),
        "siren_redirected_2_200": Expected(
            siren: "778870675",
            name: "ASSOCIATION POPULAIRE JOIE ET SANTE",
            form: "9260",
            naf: "88.99B",
            band: "21",
            category: "PME",
            siret: "77887067500015"
        ),
        "siege_active_GE_with_token_1_200": Expected(
            siren: "306138900",
            name: "SPORT-EXEMPLE",
            form: "5800",
            naf: "68.20B",
            band: "51",
            category: "GE",
            createdOn: "1977-01-01",
            siret: "30613890001294",
            city: "PARIS"
        ),
        "siret_active_AE_1_200": Expected(
            siren: "412288383",
            name: "CAMILLE LAMBERT",
            form: "1000",
            naf25: "01.43Y",
            band: "NN",
            createdOn: "1982-12-31",
            siret: "41228838300018"
        ),
        "siret_active_GE_1_200": Expected(
            siren: "306138900",
            name: "SPORT-EXEMPLE",
            form: "5599",
            naf25: "46.49Y",
            band: "51",
            category: "GE",
            createdOn: "1977-01-01",
            siret: "30613890001294"
        ),
        "siret_active_GE_ss_1_200": Expected(
            siren: "500569405",
            name: "DECATHLON FRANCE",
            form: "5720",
            naf: "52.10B",
            band: "53",
            createdOn: "2007-10-05",
            siret: "50056940503239",
            city: "VILLENEUVE D'ASCQ"
        ),
        "siret_closed_1_200": Expected(
            siren: "490817384",
            state: .ceased,
            name: "BUSINESS &DECISION CONSULTING",
            form: "5499",
            naf25: "70.22Y",
            band: "NN",
            createdOn: "2006-06-01",
            siret: "49081738400020",
            city: "PARIS 17"
        ),
        "siren_gendarmerie_limousin_1_403": Expected(siren: "157000332", state: .unknown, isDiffusible: false),
        "siret_gendarmerie_limousin_1_403": Expected(siren: "157000332", state: .unknown, isDiffusible: false),
        "siret_non_diffusable_ceased_1_403": Expected(siren: "388293235", state: .unknown, isDiffusible: false),
        "siren_redirected_1_301": Expected(siren: "532221694", state: .unknown, successor: "778870675"),
        "siret_redirected_1_301": Expected(siren: "532221694", state: .unknown, successor: "778870675"),
    ]

    /// Files in which the register knows no such SIREN.
    private static let unknown: Set = [
        "siren_non_existent_1_404",
        "siret_non_existent_1_404",
        "siege_gendarmerie_limousin_with_token_1_404",
        "siege_non_diffusable_ceased_with_token_1_404",
        "siege_non_existent_with_token_1_404",
        "siege_redirected_with_token_1_404",
    ]

    @Test(.enabled(if: ReferenceData.isPresent, "no reference data beside the checkout"))
    func everyRealPayloadSaysWhatItIsKnownToSay() throws {
        var read = 0
        for file in try ReferenceData.files("sirene/insee-api-3.11") {
            let name = file.deletingPathExtension().lastPathComponent
            let body = try ReferenceData.document(file)
            let status = name.split(separator: "_").last.flatMap { Int($0) } ?? 0
            let siren = try Given.siren(Self.expected[name]?.siren ?? "552032534")
            let verdict = unit.verdict(
                on: Given.answer(status, String(decoding: body, as: UTF8.self)),
                about: siren,
                at: Given.moment
            )
            guard case .found(let findings) = verdict else {
                Issue.record("\(name): \(verdict)")
                continue
            }
            #expect(try unit.read(unit.redacted(body), about: siren, at: Given.moment) == findings, "\(name)")
            #expect((findings == .nothing) == Self.unknown.contains(name), "\(name)")
            if let expected = Self.expected[name] { check(findings, expected, name) }
            read += 1
        }
        #expect(read >= Self.expected.count + Self.unknown.count)
    }

    private func check(_ findings: Findings, _ expected: Expected, _ name: String) {
        #expect(findings.isFound)
        #expect(findings.successor?.text == expected.successor, "\(name)")
        guard let identity = findings.identity else {
            #expect(expected.successor != nil, "\(name)")
            return
        }
        #expect(identity.state == expected.state, "\(name)")
        #expect(identity.ceasedOn?.text == expected.ceasedOn, "\(name)")
        #expect(identity.isDiffusible == expected.isDiffusible, "\(name)")
        let facts = identity.facts
        #expect(facts.name == expected.name, "\(name)")
        #expect(facts.legalForm == expected.form, "\(name)")
        #expect(facts.naf == expected.naf && facts.naf25 == expected.naf25, "\(name)")
        #expect(facts.workforceBand == expected.band, "\(name)")
        #expect(facts.category == expected.category, "\(name)")
        #expect(facts.createdOn?.text == expected.createdOn, "\(name)")
        #expect(facts.siret == expected.siret, "\(name)")
        #expect(facts.city == expected.city, "\(name)")
        #expect(facts.isSoleTrader == (expected.form == "1000"), "\(name)")
        #expect(facts.source == "sirene")
    }

    @Test(.enabled(if: ReferenceData.isPresent, "no reference data beside the checkout"))
    func theAnswerToADuplicateNamesTheOneThatStayed() throws {
        let folder = ReferenceData.folder.appending(path: "sirene/insee-api-3.11")
        let body = try ReferenceData.document(folder.appending(path: "siren_redirected_2_200.json"))
        let findings = try unit.read(body, about: Given.siren("532221694"), at: Given.moment)
        #expect(findings.successor?.text == "778870675")
        #expect(findings.identity?.facts.isAssociation == true)
        #expect(findings.identity?.facts.createdOn == nil, "1900-01-01 is INSEE's word for unknown")
    }
}
