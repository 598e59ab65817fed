import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

/// Entries and statements in the register's shapes, and what is read of them.
protocol InpiRecords {}

extension InpiRecords {
    var company: InpiCompany { InpiCompany(baseURL: "http://rne/api", user: "u", password: "p") }
    var accounts: InpiAccounts { InpiAccounts(baseURL: "http://rne/api", user: "u", password: "p") }

    func read(_ statements: [[String: Any]]) throws -> Findings {
        let body = Given.json(["actes": [], "bilans": [], "bilansSaisis": statements])
        let siren = try Given.siren("552032534")
        let findings = try accounts.read(body, about: siren, at: Given.moment)
        #expect(try accounts.read(accounts.redacted(body), about: siren, at: Given.moment) == findings)
        return findings
    }

    func readEntry(_ body: [UInt8], about siren: String = "552032534") throws -> Findings {
        try company.read(body, about: Given.siren(siren), at: Given.moment)
    }

    static func statement(
        type: String = "C",
        _ lines: [String: [String]],
        confidentiality: String = "Public",
        identity: [String: String] = [:],
        filed: String = "2024-06-30",
        siren: String = "552032534"
    ) -> [String: Any] {
        let liasses = lines.map { code, cells in
            Dictionary(uniqueKeysWithValues: [("code", code)] + zip(["m1", "m2", "m3", "m4"], cells))
        }
        let told = [
            "dateClotureExercice": "2023-12-31", "dureeExerciceN": "12", "codeTypeBilan": type, "codeDevise": "EUR",
            "codeConfidentialite": "0", "adresse": "35000 RENNES",
        ].merging(identity) { $1 }
        return [
            "siren": siren, "dateDepot": filed, "dateCloture": "2023-12-31", "typeBilan": type, "deleted": false,
            "confidentiality": confidentiality, "id": "s-\(filed)",
            "bilanSaisi": ["bilan": ["identite": told, "detail": ["pages": [["numero": 3, "liasses": liasses]]]]],
        ]
    }

    static func entry(
        formality: [String: Any] = [:],
        content: [String: Any] = [:],
        part: [String: Any] = [:],
        kind: String = "personneMorale"
    ) -> [UInt8] {
        let told: [String: Any] = [
            "identite": [
                "entreprise": [
                    "siren": "552032534", "denomination": "ATELIERS DU PONT", "nomCommercial": "LE PONT",
                    "codeApe": "6202A", "nicSiege": "00069", "dateImmat": "1998-04-01T00:00:00+01:00",
                ]
            ],
            "adresseEntreprise": ["adresse": ["codePostal": "35000", "commune": "RENNES", "voie": "DU PONT"]],
        ]
        let whole: [String: Any] = [
            "natureCreation": ["dateCreation": "1998-03-27", "formeJuridique": "5710"],
            kind: told.merging(part) { $1 },
        ]
        let outer: [String: Any] = [
            "siren": "552032534", "typePersonne": "M", "diffusionCommerciale": true, "formeJuridique": "5710",
            "content": whole.merging(content) { $1 },
        ]
        return Given.json([
            "siren": "552032534", "updatedAt": "2026-05-13T07:19:58+02:00",
            "formality": outer.merging(formality) { $1 },
        ])
    }
}
