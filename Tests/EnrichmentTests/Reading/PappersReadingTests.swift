import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

/// Records in the shape that Pappers documents (API v2, 2.16); companies and figures are invented.
@Suite struct PappersReadingTests {
    static let siren = SIREN(number: 732_829_320) ?? SIREN.laPoste
    private let pappers = Pappers(baseURL: "https://api.pappers.example/v2/", key: "geheim")

    @Test func theKeyGoesAsAHeaderAlone() {
        let request = pappers.request(about: Self.siren)

        #expect(request.url == "https://api.pappers.example/v2/entreprise?siren=732829320")
        #expect(request.headers["api-key"] == "geheim")
        var printed = "\(pappers) \(String(reflecting: pappers)) \(request)"
        dump(pappers, to: &printed)
        #expect(!printed.contains("geheim"))
    }

    @Test func yearsWithGapsAndOfNineMonthsAreReadAsTheyStand() throws {
        let record = PappersRecord {
            $0["finances"] = [
                PappersRecord.year(2022, closing: "2022-06-30", months: 9, turnover: 47_600_000, result: -1_204_000),
                PappersRecord.year(2017, closing: "2017-09-30", turnover: 515_700_000, result: 9_000_000),
                PappersRecord.year(2016, closing: "2016-09-30", turnover: 498_100_000),
            ]
        }
        let years = try pappers.read(record.json, about: Self.siren).years

        #expect(years.map(\.closingDate.text) == ["2022-06-30", "2017-09-30", "2016-09-30"])
        #expect(years.map(\.months) == [9, 12, 12])
        #expect(years.map(\.amountCents) == [4_760_000_000, 51_570_000_000, 49_810_000_000])
        #expect(years.first?.resultCents == -120_400_000)
        #expect(years.allSatisfy { $0.status == .known && $0.doubt == nil && $0.source == "pappers" })
        // A fall to less than a tenth is real here: flagged by those who compare, never dropped by the reader.
        #expect(Doubts.marked(years).map(\.doubt) == [.jump, nil, nil])
    }

    @Test func ownAndConsolidatedAccountsOfOneClosingStayApart() throws {
        let record = PappersRecord {
            $0["finances"] = [PappersRecord.year(2023, closing: "2023-12-31", turnover: 635_000_000)]
            $0["finances_consolidees"] = [PappersRecord.year(2023, closing: "2023-12-31", turnover: 24_000_000_000)]
        }
        let years = try pappers.read(record.json, about: Self.siren).years

        #expect(years.map(\.kind) == [.social, .consolidated])
        #expect(years.map(\.amountCents) == [63_500_000_000, 2_400_000_000_000])
    }

    struct Hiding: Sendable, CustomStringConvertible {
        var amount: Int?
        /// The flags of the filing, as its fields; nil: no filing is known.
        var flags: [String: Bool]?
        var margin: Int?
        var status: TurnoverStatus
        var hidden: Deposit.Hidden?
        var description: String { "\(amount.map(String.init) ?? "null"), \(flags ?? [:])" }
    }

    @Test(arguments: [
        Hiding(amount: 120_000, flags: ["confidentialite": false], status: .known, hidden: .nothing),
        Hiding(amount: 120_000, flags: ["confidentialite": true], status: .known, hidden: .everything),
        Hiding(amount: 0, flags: ["confidentialite": true], status: .confidential, hidden: .everything),
        Hiding(amount: nil, flags: ["confdentialite": true], status: .confidential, hidden: .everything),
        Hiding(
            amount: nil,
            flags: ["confidentialite": false, "confidentialite_compte_de_resultat": true],
            status: .confidential,
            hidden: .incomeStatement
        ),
        Hiding(amount: 0, flags: ["confidentialite": false], status: .zeroConfirmed, hidden: .nothing),
        Hiding(amount: 0, flags: ["confidentialite": false], margin: 9000, status: .unknown, hidden: .nothing),
        Hiding(amount: nil, flags: ["confidentialite": false], status: .unknown, hidden: .nothing),
        Hiding(amount: 0, status: .unknown),
        Hiding(amount: nil, status: .unknown),
        Hiding(amount: nil, flags: [:], status: .unknown),
    ])
    func aMissingTurnoverIsHiddenOnlyWhereTheFilingSaysSo(_ hiding: Hiding) throws {
        let record = PappersRecord {
            var year = PappersRecord.year(2023, closing: "2023-12-31", turnover: hiding.amount, result: 12_000)
            year["marge_brute"] = hiding.margin
            $0["finances"] = [year]
            guard let flags = hiding.flags else { return }
            let filing: [String: Any] = [
                "date_depot": "2024-06-14", "date_cloture": "2023-12-31", "type_comptes": "CS",
            ]
            $0["comptes"] = [filing.merging(flags.mapValues { $0 as Any }) { $1 }]
        }
        let findings = try pappers.read(record.json, about: Self.siren)
        let year = try #require(findings.years.first)

        #expect(year.status == hiding.status)
        #expect(year.amountCents == (hiding.status.hasAmount ? hiding.amount.map { Int64($0) * 100 } : nil))
        #expect(year.resultCents == 1_200_000)
        #expect(findings.deposits.first?.hidden == hiding.hidden)
        #expect(year.filedOn?.text == (hiding.hidden == nil ? nil : "2024-06-14"))
    }

    @Test func identityIsReadWithoutTheSentinels() throws {
        let record = PappersRecord {
            $0["capital"] = 2_443_478.24
            $0["tranche_effectif"] = NSNull()
            $0["effectif"] = "Au moins 1 salarié"
            $0["effectif_min"] = 1
            $0["effectif_max"] = 500_000
            $0["categorie_entreprise"] = "TPE"
        }
        let identity = try #require(try pappers.read(record.json, about: Self.siren).identity)

        #expect(identity.facts.workforceBand == nil)
        #expect(identity.facts.name == "FROMAGES D'ESSAI")
        #expect(identity.facts.naf == "46.33Z" && identity.facts.section == "G")
        #expect(identity.facts.legalForm == "5710" && identity.facts.category == "PME")
        #expect(identity.facts.siret == "73282932000074")
        #expect(identity.facts.postcode == "35000" && identity.facts.departement == "35")
        #expect(identity.facts.createdOn?.text == "1998-04-02")
        #expect(identity.facts.establishments == 2)
        #expect(identity.state == .active && identity.isDiffusible)
        #expect(identity.updatedOn?.text == "2024-02-20")
    }

    @Test(
        arguments: [(1, 2, "01"), (20, 49, "12"), (10, 49, nil), (0, 0, nil), (1, 500_000, nil)]
            as [(Int, Int, String?)]
    )
    func aWorkforceBandIsTakenFromItsBoundsWhereTheyAreOneBands(_ least: Int, _ most: Int, _ band: String?) throws {
        let record = PappersRecord {
            $0["tranche_effectif"] = NSNull()
            $0["effectif_min"] = least
            $0["effectif_max"] = most
        }

        #expect(try pappers.read(record.json, about: Self.siren).identity?.facts.workforceBand == band)
    }

    @Test func aCeasedCompanyHasEmptyListsAndIsNotAskedAgain() throws {
        let record = PappersRecord {
            for list in ["finances", "comptes", "representants", "procedures_collectives", "etablissements"] {
                $0[list] = [Any]()
            }
            $0["entreprise_cessee"] = true
            $0["date_cessation"] = "2021-01-18"
            $0["statut_rcs"] = "Radié"
            $0["date_radiation_rcs"] = "2021-01-29"
        }
        let findings = try pappers.read(record.json, about: Self.siren)

        #expect(findings.isFound && findings.years.isEmpty && findings.deposits.isEmpty)
        #expect(findings.identity?.state == .ceased && findings.identity?.ceasedOn?.text == "2021-01-18")
        #expect(findings.proceedings == [try Self.proceeding(.struckOff, "2021-01-29")])
        #expect(pappers.days(findings) == 3650)
    }

    @Test func oppositionIsIndependentOfDiffusion() throws {
        let opposed = PappersRecord {
            $0["diffusable"] = true
            $0["opposition_utilisation_commerciale"] = true
        }
        let silent = PappersRecord { $0["opposition_utilisation_commerciale"] = nil }
        let partial = PappersRecord {
            $0["siege"] = ["diffusion_partielle": true, "code_postal": "35000", "ville": "RENNES"]
        }

        let findings = try pappers.read(opposed.json, about: Self.siren)
        #expect(findings.isOpposed == true && findings.identity?.isDiffusible == true)
        #expect(try pappers.read(silent.json, about: Self.siren).isOpposed == nil)
        let hidden = try pappers.read(partial.json, about: Self.siren)
        #expect(hidden.isOpposed == false && hidden.identity?.isDiffusible == false)
        #expect(hidden.identity?.facts.city == nil && hidden.identity?.facts.departement == "35")
    }

    @Test func insolvencyIsReadWithItsEnd() throws {
        let record = PappersRecord {
            $0["procedure_collective_en_cours"] = true
            $0["procedures_collectives"] = [
                ["type": "Liquidation judiciaire", "date_debut": "2023-11-07", "date_fin": NSNull()],
                ["type": "Redressement judiciaire", "date_debut": "2023-02-01", "date_fin": "2023-11-07"],
                ["type": "Procédure de sauvegarde", "date_debut": "1993-20-02", "date_fin": "2033-01-01"],
                ["type": "Autre", "date_debut": "2020-01-01"],
            ]
        }
        let findings = try pappers.read(record.json, about: Self.siren)

        #expect(
            findings.proceedings == [
                try Self.proceeding(.liquidation, "2023-11-07"),
                try Self.proceeding(.receivership, "2023-02-01", until: "2023-11-07"),
                // An impossible day is none, and an end to come has not come.
                try Self.proceeding(.safeguard, "2024-03-01"),
            ]
        )
    }

    @Test func whatIsOverIsOver() throws {
        let record = PappersRecord {
            $0["procedure_collective_en_cours"] = false
            $0["procedures_collectives"] = [["type": "Redressement judiciaire", "date_debut": "2015-02-01"]]
        }

        #expect(try pappers.read(record.json, about: Self.siren).proceedings.first?.until != nil)
    }

    @Test(arguments: [
        ("Inscrit", "Radié", false), ("Non inscrit", "Radié", true), ("Radié", "Inscrit", true),
        ("Inscrit", "Inscrit", false),
    ])
    func strikingOffFollowsTheTradeRegisterFirst(_ trade: String, _ national: String, _ isOut: Bool) throws {
        let record = PappersRecord {
            $0["statut_rcs"] = trade
            $0["statut_rne"] = national
        }

        #expect(try pappers.read(record.json, about: Self.siren).proceedings.map(\.kind) == (isOut ? [.struckOff] : []))
    }

    @Test func impossibleDatesAreNone() throws {
        let record = PappersRecord {
            $0["date_creation"] = "1993-20-02"
            $0["date_cloture_exercice"] = "30 Juin"
            $0["finances"] = [
                PappersRecord.year(2023, closing: "2023-31-31", turnover: 1000),
                PappersRecord.year(2022, closing: nil, turnover: 900),
                ["annee": 99_999, "chiffre_affaires": 5], ["chiffre_affaires": 5],
                ["annee": 2021, "chiffre_affaires": -5],
            ]
        }
        let findings = try pappers.read(record.json, about: Self.siren)

        #expect(findings.identity?.facts.createdOn == nil)
        #expect(findings.years.map(\.closingDate.text) == ["2023-06-30", "2022-06-30"])
    }

    @Test func aMessageInThePlaceOfAListIsNone() throws {
        let record = PappersRecord {
            $0["beneficiaires_effectifs"] = "Les bénéficiaires effectifs ne sont pas accessibles."
            $0["finances"] = "indisponible"
            $0["comptes"] = ["x", 3]
            $0["siege"] = [1, 2]
        }
        let findings = try pappers.read(record.json, about: Self.siren)

        #expect(findings.isFound && findings.years.isEmpty && findings.deposits.isEmpty)
        #expect(!pappers.kept(record.json).contains("effectifs ne"))
    }

    @Test(arguments: [
        (400, "", Verdict.refused), (429, "", .throttled), (500, "", .failed), (503, "", .failed),
        (401, #"{"statusCode":401,"message":"Clé API incorrecte."}"#, .badKey),
        (401, "Cle API incorrecte.", .badKey), (401, "", .badKey), (401, "<html>", .badKey),
        (401, "Vous n'avez plus assez de crédits pour effectuer cette requête", .noCredits),
        (401, "Vous n'avez plus assez de credits pour effectuer cette requete", .noCredits),
        (401, #"{"error":"Vous n'avez plus assez de cr\u00e9dits pour effectuer cette requ\u00eate"}"#, .noCredits),
        (401, #"{"error":{"message":"Vous n’avez plus assez de jetons."}}"#, .noCredits),
        (401, "Votre jeton n'est plus valide", .badKey), (402, "", .noCredits),
        (404, #"{"message":"Entreprise inexistante."}"#, .found(.nothing)),
        (404, "Entreprise inexistante.", .found(.nothing)),
        (404, "<html><h1>404 Not Found</h1>", .failed), (404, "", .failed),
        (200, "<html>Maintenance</html>", .unreadable), (200, "{}", .unreadable), (200, "[]", .unreadable),
        (200, #"{"siren":"552032534"}"#, .unreadable), (206, #"{"siren":"552032534"}"#, .unreadable),
    ])
    func statusAndSentenceTogetherDecide(_ status: Int, _ body: String, _ verdict: Verdict) {
        #expect(pappers.verdict(status, body, about: Self.siren) == verdict)
        #expect(PappersReach(baseURL: "http://x", key: "k").verdict(status, body, about: Self.siren) == verdict)
    }

    @Test func aSentenceInLatin1IsUnderstood() {
        let body = Array("Vous n'avez plus assez de cr".utf8) + [0xE9] + Array("dits".utf8)

        #expect(
            pappers.verdict(on: Answered.response(401, body), about: Self.siren, at: ReadingTime.now) == .noCredits
        )
    }

    @Test func a206IsUsedAsAPart() throws {
        let record = PappersRecord { $0["finances"] = [PappersRecord.year(2023, closing: "2023-12-31", turnover: 7)] }
        let findings = try pappers.read(record.json, about: Self.siren)

        #expect(pappers.verdict(206, record.json, about: Self.siren) == .partial(findings))
        #expect(pappers.verdict(200, record.json, about: Self.siren) == .found(findings))
    }

    @Test func howLongAnAnswerIsBelievedFollowsWhatItHolds() throws {
        let hidden = PappersRecord {
            $0["comptes"] = [["date_cloture": "2022-12-31", "confidentialite": true]]
            $0["finances"] = [Any]()
        }
        let known = PappersRecord { $0["finances"] = [PappersRecord.year(2023, closing: "2023-12-31", turnover: 7)] }
        let none = PappersRecord { $0["finances"] = [Any]() }

        #expect(pappers.days(.nothing) == 7)
        #expect(pappers.days(try pappers.read(hidden.json, about: Self.siren)) == 365)
        #expect(pappers.days(try pappers.read(none.json, about: Self.siren)) == 120)
        // The accounts after 2023-12-31 are due on 2025-08-31.
        #expect(pappers.days(try pappers.read(known.json, about: Self.siren)) == 547)
    }

    @Test func nobodyIsNamedInWhatIsKept() throws {
        let company = PappersRecord()
        let trader = PappersRecord.soleTrader
        let hidden = PappersRecord { $0["diffusable"] = false }

        for record in [company, trader, hidden] {
            let kept = pappers.kept(record.json)
            #expect(
                try pappers.readKept(record.json, about: Self.siren) == pappers.read(record.json, about: Self.siren)
            )
            for word in ["DURAND", "Camille", "1961", "rue des Lilas", "representants", "beneficiaires", "0612345678"] {
                #expect(!kept.contains(word), "\(word)")
            }
        }
        let kept = pappers.kept(trader.json)
        #expect(!kept.contains("RENNES") && !kept.contains("35000") && !kept.contains("73282932000074"))
        #expect(try pappers.read(trader.json, about: Self.siren).identity?.facts.name == nil)
        #expect(try pappers.read(trader.json, about: Self.siren).identity?.facts.departement == "35")
        #expect(pappers.redacted(Array("<html>DURAND</html>".utf8)).isEmpty)
    }

    @Test func damagedRecordsAreReadOrRefused() async {
        let record = PappersRecord { $0["finances"] = [PappersRecord.year(2023, closing: "2023-12-31", turnover: 7)] }
        let frame =
            #"{"siren":"732829320","finances":[{"annee":2023,"chiffre_affaires":VALUE,"duree_exercice":VALUE}]}"#
        let bodies = Hostile.variants(of: record.json, 500) + Hostile.bombs(frame) + Hostile.bombs("VALUE")

        await Hostile.survives(pappers, bodies, about: Self.siren)
        await Hostile.survives(PappersReach(baseURL: "http://x", key: "k"), bodies, about: Self.siren)
    }

    private static func proceeding(_ kind: Proceeding.Kind, _ since: String, until: String? = nil) throws -> Proceeding
    {
        Proceeding(
            kind: kind,
            since: try #require(CivilDate(since)),
            until: try until.map { try #require(CivilDate($0)) }
        )
    }
}
