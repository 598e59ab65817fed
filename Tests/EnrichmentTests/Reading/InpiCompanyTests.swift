import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

/// Who a company is by its entry in the register.
@Suite struct InpiCompanyTests: InpiRecords {
    @Test func anEntryTellsWhoACompanyIs() throws {
        let findings = try readEntry(Self.entry())
        let identity = try #require(findings.identity)
        #expect(findings.isOpposed == false && findings.proceedings.isEmpty)
        #expect(identity.state == .active && identity.isDiffusible && identity.ceasedOn == nil)
        #expect(identity.updatedOn?.text == "2026-05-13")
        #expect(identity.facts.name == "ATELIERS DU PONT" && identity.facts.tradeName == "LE PONT")
        #expect(identity.facts.naf == "62.02A" && identity.facts.naf25 == nil && identity.facts.section == "J")
        #expect(identity.facts.legalForm == "5710" && identity.facts.createdOn?.text == "1998-03-27")
        #expect(identity.facts.siret == "55203253400069" && identity.facts.postcode == "35000")
        #expect(identity.facts.city == "RENNES" && identity.facts.departement == "35")
        #expect(!identity.facts.isSoleTrader && identity.facts.source == "inpi")
        #expect(try readEntry(Self.entry(), about: "300025764") == .nothing)
    }

    @Test func refusedCommercialUseIsAStopOfItsOwn() throws {
        let flags: [(Any, Bool?)] = [
            (false, true), ("false", true), ("N", true), (0, true), (true, false), ("O", false), (NSNull(), nil),
            ("?", nil),
        ]
        for (flag, isOpposed) in flags {
            let findings = try readEntry(Self.entry(formality: ["diffusionCommerciale": flag]))
            #expect(findings.isOpposed == isOpposed)
            #expect(findings.identity?.isDiffusible == true)
        }
    }

    @Test func whatMayNotBeDiffusedIsNotTaken() throws {
        let findings = try readEntry(Self.entry(formality: ["diffusionINSEE": "N"]))
        #expect(findings.identity?.isDiffusible == false)
        #expect(findings.identity?.facts.name == nil && findings.identity?.facts.postcode == nil)
    }

    @Test func anEndIsTakenWhereTheEntryHoldsOne() throws {
        let ends:
            [(content: [String: String], cessation: [String: String], Identity.State, on: String?, struckOff: Int)] = [
                (["etatAdministratifInsee": "C"], [:], .ceased, nil, 0),
                ([:], ["dateRadiation": "2024-02-01"], .ceased, "2024-02-01", 1),
                (
                    [:], ["dateCessationTotaleActivite": "2024-01-15", "dateRadiation": "2024-02-01"], .ceased,
                    "2024-01-15", 1
                ),
                ([:], ["dateRadiation": "2027-02-01"], .active, nil, 0),
                ([:], ["dateRadiation": "1993-20-02"], .active, nil, 0),
                (["etatAdministratifInsee": "A"], ["dateEffet": "2024-01-01"], .active, nil, 0),
            ]
        for (nature, cessation, state, on, struckOff) in ends {
            let body = Self.entry(
                content: ["natureCessationEntreprise": nature],
                part: ["detailCessationEntreprise": cessation]
            )
            let findings = try readEntry(body)
            #expect(findings.identity?.state == state)
            #expect(findings.identity?.ceasedOn?.text == on)
            #expect(findings.proceedings.filter { $0.kind == .struckOff }.count == struckOff)
            #expect(try readEntry(company.redacted(body)) == findings)
        }
    }

    @Test func theClerksObservationsTellOfInsolvency() throws {
        let texts = [
            ("2000-02-23", "LA SOCIETE NE CONSERVE AUCUNE ACTIVITE A SON ANCIEN SIEGE", "Ajout"),
            (
                "2022-03-20",
                "JUGEMENT DU TRIBUNAL DE COMMERCE DE RENNES EN DATE DU 14/03/2022 PRONONCANT L'OUVERTURE D'UNE PROCEDURE DE REDRESSEMENT JUDICIAIRE, MANDATAIRE ME DURAND ANNE",
                "Ajout"
            ),
            (
                "2022-10-02",
                "Jugement du 28 septembre 2022 convertissant la procédure en liquidation judiciaire, liquidateur Me DURAND, fixant à 24 mois le délai de clôture",
                "Ajout"
            ),
            ("2023-01-01", "JUGEMENT PRONONCANT LA CLOTURE DE LA PROCEDURE DE LIQUIDATION JUDICIAIRE", "Suppression"),
        ]
        let rows = texts.map { ["dateAjout": $0.0, "texte": $0.1, "etatObs": $0.2] }
        let body = Self.entry(part: ["observations": ["rcs": rows]])
        let findings = try readEntry(body)
        #expect(findings.proceedings.map(\.kind) == [.liquidation, .receivership])
        #expect(findings.proceedings.map(\.since.text) == ["2022-09-28", "2022-03-14"])
        #expect(findings.proceedings.map { $0.until?.text } == [nil, "2022-09-28"])
        let kept = company.redacted(body)
        #expect(!String(decoding: kept, as: UTF8.self).localizedCaseInsensitiveContains("durand"))
        #expect(try readEntry(kept) == findings)
    }

    @Test func ofANaturalPersonNeitherNameNorPlaceIsReadOrKept() throws {
        let person: [String: Any] = [
            "descriptionPersonne": ["nom": "DURAND", "prenoms": ["ANNE"], "dateDeNaissance": "1980-07"],
            "adresseDomicile": ["codePostal": "35760", "commune": "SAINT-GREGOIRE"],
        ]
        let body = Self.entry(
            formality: ["typePersonne": "P", "formeJuridique": NSNull()],
            content: ["natureCreation": ["dateCreation": "2015-02-01", "microEntreprise": true]],
            part: [
                "identite": ["entrepreneur": person, "entreprise": ["codeApe": "0143Z", "nicSiege": "00018"]],
                "adresseEntreprise": [
                    "adresse": ["codePostal": "35760", "commune": "SAINT-GREGOIRE", "voie": "DES LILAS"]
                ],
                "composition": ["pouvoirs": [["individu": person]]],
            ],
            kind: "personnePhysique"
        )
        let findings = try readEntry(body)
        let facts = try #require(findings.identity?.facts)
        #expect(facts.isSoleTrader && facts.legalForm == "1000" && facts.departement == "35" && facts.naf == "01.43Z")
        #expect(facts.name == nil && facts.tradeName == nil && facts.city == nil)
        #expect(facts.postcode == nil && facts.siret == nil)
        let kept = company.redacted(body)
        let text = String(decoding: kept, as: UTF8.self)
        for trace in ["DURAND", "ANNE", "1980", "35760", "GREGOIRE", "LILAS", "00018", "PONT"] {
            #expect(!text.contains(trace), "\(trace)")
        }
        #expect(try readEntry(kept) == findings)
    }

    @Test func whoDirectsACompanyIsNotKept() throws {
        let person = ["descriptionPersonne": ["nom": "DURAND", "dateDeNaissance": "1980-07"]]
        let body = Self.entry(part: [
            "composition": ["pouvoirs": [["individu": person]]], "beneficiairesEffectifs": [["beneficiaire": person]],
        ])
        let kept = company.redacted(body)
        #expect(!String(decoding: kept, as: UTF8.self).contains("DURAND"))
        #expect(!String(decoding: kept, as: UTF8.self).contains("1980"))
        #expect(try readEntry(kept) == readEntry(body))
        #expect(company.redacted(Array("<html>".utf8)).isEmpty && accounts.redacted(Array("[1]".utf8)).isEmpty)
    }
}
