import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

@Suite struct BodaccReadingTests: BodaccNotices {
    // MARK: Real payloads

    @Test(.enabled(if: ReferenceData.isPresent, "no reference data beside the checkout"))
    func aRealCompanyIsStruckOffAndItsAccountsAreConfidential() throws {
        let file = ReferenceData.folder.appending(path: "bodacc/ganymede_radiation_dpc_confidentiel.json")
        let siren = try Given.siren("880878145")
        let body = try ReferenceData.document(file)

        let findings = try bodacc.read(body, about: siren, at: Given.moment)

        #expect(findings.isFound)
        let struckOff = Proceeding(kind: .struckOff, since: try Given.day("2022-11-23"), reference: "B20220227446")
        #expect(findings.proceedings == [struckOff])
        #expect(findings.deposits.map { $0.closingDate?.text } == ["2021-12-31", "2020-12-31"])
        #expect(findings.deposits.map { $0.filedOn?.text } == ["2022-05-08", "2021-08-11"])
        #expect(findings.deposits.allSatisfy { $0.hidden == .something && $0.kind == .social })
        #expect(findings.deposits.map(\.reference) == ["C202200902528", "C202101554392"])
        let kept = bodacc.redacted(body)
        #expect(try bodacc.read(kept, about: siren, at: Given.moment) == findings)
        #expect(!String(decoding: kept, as: UTF8.self).contains("Boétie"))
        #expect(try bodacc.read(body, about: Given.siren("552032534"), at: Given.moment) == .nothing)
    }

    @Test(.enabled(if: ReferenceData.isPresent, "no reference data beside the checkout"))
    func naturesMeanWhatThePublicDirectoryTakesThemFor() throws {
        let file = ReferenceData.folder.appending(path: "bodacc/rule_natures_jugement.yml")
        var rules: [(nature: String, complement: String?, status: String)] = []
        for line in try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline) {
            let text = line.trimmingCharacters(in: .whitespaces)
            func value(_ key: String) -> String? {
                guard text.hasPrefix(key + ": ") else { return nil }
                return text.dropFirst(key.count + 2).trimmingCharacters(in: ["\"", " "])
            }
            if let nature = value("- nature") { rules.append((nature, nil, "")) }
            if let words = value("complement_contains") {
                rules[rules.count - 1].complement = "Ordonne \(words) sous réserve"
            }
            if let status = value("statut") { rules[rules.count - 1].status = status }
        }
        #expect(rules.count == 53)
        for rule in rules {
            let nature = NoticeNature(nature: rule.nature, complement: rule.complement, family: nil)
            switch rule.status {
            case "liquidation_judiciaire": #expect(nature == .liquidation, "\(rule)")
            case "redressement_judiciaire": #expect(nature == .receivership, "\(rule)")
            case "sauvegarde": #expect(nature == .safeguard, "\(rule)")
            default: #expect(nature == .ended || nature == .none, "\(rule)")
            }
        }
    }

    // MARK: Shapes

    @Test func everySpellingOfTheDatasetReadsTheSame() throws {
        let parts: [(String, Any)] = [
            ("jugement", Self.liquidation),
            ("listepersonnes", ["personne": ["numeroImmatriculation": ["nomGreffeImmat": "Rennes"]]]),
        ]
        let base = Self.notice("A202600121", "2026-02-01")
        let objects = base.merging(parts) { $1 }
        let strings = base.merging(
            parts.map { ($0.0, String(decoding: Given.json($0.1 as? [String: Any] ?? [:]), as: UTF8.self)) }
        ) { $1 }
        let registers: [Any] = [
            ["552032534", "552 032 534"], "552032534,552 032 534", "552 032 534", ["552 032 534"],
            ["552 032 534 RCS Rennes"],
        ]
        for whole in [objects, strings] {
            for register in registers {
                let row = whole.merging(["registre": register]) { $1 }
                for body in [Given.json(["results": [row]]), Given.json(["records": [["fields": row]], "nhits": 1])] {
                    let found = try bodacc.read(body, about: Given.siren("552032534"), at: Given.moment)
                    #expect(found.proceedings.map(\.kind) == [.liquidation], "\(register)")
                }
            }
        }
        // Only the list of persons has it, and there are several.
        let persons: [[String: Any]] = [
            ["inscriptionRM": ["numeroIdentificationRM": "300 025 764"]],
            ["numeroImmatriculation": ["numeroIdentification": "552 032 534"]],
        ]
        let row = objects.merging(["registre": NSNull(), "listepersonnes": ["personne": persons]]) { $1 }
        for siren in ["552032534", "300025764"] {
            let found = try bodacc.read(Given.json(["results": [row]]), about: Given.siren(siren), at: Given.moment)
            #expect(found.proceedings.count == 1)
        }
    }

    @Test func nobodyIsNamedInWhatIsKept() throws {
        let judgment = Self.judgment("d'ouverture de liquidation judiciaire", "2026-01-15").merging([
            "complementJugement":
                "Jugement prononçant la liquidation judiciaire, désignant liquidateur Maître DURAND Anne, 3 rue des Lilas."
        ]) { $1 }
        var row = Self.notice(
            "A202600121",
            "2026-02-01",
            judgment: judgment,
            striking: ["commentaire": "Décès de M. DURAND"]
        )
        row["commercant"] = "DURAND Anne"
        row["ville"] = "Lilas"
        row["listepersonnes"] = [
            "personne": [
                "typePersonne": "pp", "nom": "DURAND", "prenom": "Anne", "adressePP": ["nomVoie": "Lilas"],
                "numeroImmatriculation": ["numeroIdentification": "552 032 534", "nomGreffeImmat": "Rennes"],
            ]
        ]
        let body = Given.json(["results": [row]])
        let kept = String(decoding: bodacc.redacted(body), as: UTF8.self)
        for trace in ["DURAND", "durand", "Anne", "anne", "Lilas", "lilas"] {
            #expect(!kept.contains(trace), "\(trace)")
        }
        let siren = try Given.siren("552032534")
        let findings = try bodacc.read(body, about: siren, at: Given.moment)
        #expect(try bodacc.read(Array(kept.utf8), about: siren, at: Given.moment) == findings)
        #expect(bodacc.redacted(Array("<html>DURAND".utf8)).isEmpty)
    }

    @Test func proceedingsAreAskedForAgainTheNextDay() throws {
        let end = Lifetimes.standard.end(of: bodacc.lifetime(of: .nothing), from: Given.moment)
        #expect(end == Given.moment.addingTimeInterval(86_400))
    }

    @Test func damagedRepliesAreReadOrRefused() throws {
        let siren = try Given.siren("552032534")
        let named = ["nomPublication": "BODACC A", "numeroParution": "20260012", "numeroAnnonce": "345"]
        let rows = [
            Self.notice("A20260012345", "2026-02-01", judgment: Self.liquidation),
            Self.notice("A20260020001", "2026-02-20", action: "annulation", previous: named),
            Self.notice(
                "B20260055100",
                "2026-06-01",
                family: "radiation",
                registry: "Rennes",
                striking: ["commentaire": "x"]
            ),
            Self.notice("C20260001234", "2026-07-01", family: "dpc", accounts: ["dateCloture": "1er mai 2025"]),
        ]
        let strings = rows.map { row in
            row.mapValues { value in
                (value as? [String: Any]).map { String(decoding: Given.json($0), as: UTF8.self) as Any } ?? value
            }
        }
        for body in [Given.json(["results": rows]), Given.json(["results": strings])] {
            Damage.inflict(on: body) { bytes in
                _ = try? bodacc.read(bytes, about: siren, at: Given.moment)
                _ = try? Bodacc.readBatch(bytes, about: [siren], at: .distantPast)
                _ = bodacc.redacted(bytes)
                _ = Bodacc.total(in: bytes)
            }
        }
        _ = try bodacc.read(Given.json(["results": rows]), about: siren, at: .distantFuture)
    }
}
