import Contracts
import Foundation
import FrenchBusiness
import Testing

@testable import Enrichment

/// Real payloads kept beside the checkout; not part of it, so their test says so where they are absent.
enum ReferenceData {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data")

    static let isPresent = FileManager.default.fileExists(atPath: folder.appending(path: "CASES.csv").path)

    static func files(_ provider: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: folder.appending(path: provider),
            includingPropertiesForKeys: nil
        ).filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
    }

    /// The provider's own document, taken out of the envelope that the payload was saved in.
    static func document(_ file: URL) throws -> [UInt8] {
        let data = try Data(contentsOf: file)
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        guard let inner = object?["result"] as? [String: Any] else { return [UInt8](data) }
        return [UInt8](try JSONSerialization.data(withJSONObject: inner))
    }
}

@Suite struct DecodingTests {
    private let search = RechercheEntreprises(baseURL: "http://x")
    private let ratios = RatiosInpiBce(baseURL: "http://x")

    @Test(.enabled(if: ReferenceData.isPresent, "no reference data beside the checkout"))
    func everyRealPayloadIsReadAsTheCasesSay() throws {
        let cases = try String(contentsOf: ReferenceData.folder.appending(path: "CASES.csv"), encoding: .utf8)
        let lines = cases.split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        var read = 0
        for file in try ReferenceData.files("recherche-entreprises") {
            let body = try ReferenceData.document(file)
            for line in lines where line.last == "recherche-entreprises/" + file.lastPathComponent {
                guard let siren = SIREN(line[0]), !line[1].hasPrefix("\"") else { continue }
                let findings = try search.read(body, about: siren, at: .distantPast)
                read += 1
                guard !line[2].isEmpty else {
                    #expect(!findings.isFound, "a ghost record is nobody: \(siren)")
                    continue
                }
                let identity = try #require(findings.identity)
                #expect(identity.state == (line[2] == "C" ? .ceased : .active))
                #expect(identity.isDiffusible == (line[3] == "O"))
                #expect(identity.facts.category ?? "" == line[4])
                #expect(identity.facts.workforceBand ?? "" == line[5])
                #expect(identity.facts.legalForm ?? "" == line[7])
                #expect(identity.facts.naf ?? "" == line[8])
                #expect(identity.facts.naf25 ?? "" == line[9])
                #expect(identity.ceasedOn?.text ?? "" == line[11])
                if let amount = Int64(line[13]), amount > 0 {
                    #expect(findings.years.first?.amountCents == amount * 100)
                    #expect(findings.years.first.map { String($0.closingDate.year) } == line[12])
                } else {
                    #expect(findings.years.allSatisfy { $0.amountCents == nil })
                }
            }
        }
        #expect(read > 40)
    }

    @Test(.enabled(if: ReferenceData.isPresent, "no reference data beside the checkout"))
    func realRatiosKeepOwnAndGroupAccountsApart() throws {
        let siren = try #require(SIREN("552032534"))
        for file in try ReferenceData.files("ratios-inpi-bce") {
            let years = try ratios.read(ReferenceData.document(file), about: siren, at: .distantPast).years
            let own = years.first { $0.kind == .social && $0.closingDate.text == "2019-12-31" }
            #expect(own?.amountCents == 59_300_000_000)
            let group = years.first { $0.kind == .consolidated && $0.closingDate.text == "2019-12-31" }
            #expect(Doubts.marked(years).first { $0.key == group?.key }?.doubt == .unitSuspect)
            let shown = TurnoverRules.shown(years)
            #expect(shown.allSatisfy { $0.kind == .social })
            #expect(!shown.isEmpty)
        }
    }

    @Test func whatIsHiddenIsNotTaken() throws {
        let siren = try #require(SIREN("300025764"))
        let masked = "\"[NON-DIFFUSIBLE]\""
        let body = """
            {"results":[{"siren":"300025764","nom_complet":\(masked),"etat_administratif":"A","statut_diffusion":"P",
            "nature_juridique":"1000","siege":{"code_postal":\(masked),"latitude":\(masked),"libelle_commune":"RENNES",
            "departement":"35","siret":"30002576400048"},"complements":{"est_entrepreneur_individuel":true},"x":[[1]]}]}
            """
        let identity = try #require(try search.read(Array(body.utf8), about: siren, at: .distantPast).identity)

        #expect(!identity.isDiffusible)
        #expect(identity.facts.isSoleTrader)
        #expect(identity.facts.name == nil && identity.facts.city == nil && identity.facts.siret == nil)
        #expect(identity.facts.departement == "35")
        let kept = String(decoding: search.redacted(Array(body.utf8)), as: UTF8.self)
        #expect(!kept.contains("RENNES") && !kept.contains("30002576400048") && kept.contains("statut_diffusion"))
    }

    @Test func personsAreTakenOutOfWhatIsKept() {
        let body = #"{"results":[{"siren":"552032534","dirigeants":[{"nom":"DURAND"}],"nom_complet":"X"}]}"#
        let kept = String(decoding: search.redacted(Array(body.utf8)), as: UTF8.self)
        #expect(kept == #"{"results":[{"nom_complet":"X","siren":"552032534"}]}"#)
    }

    @Test func anotherCompanyThanAskedIsNobody() throws {
        let siren = try #require(SIREN("552032534"))
        let body = #"{"results":[{"siren":"300025764","etat_administratif":"A"}]}"#
        #expect(try search.read(Array(body.utf8), about: siren, at: .distantPast) == .nothing)
    }

    /// Cut and altered at random, a payload is read or refused; it never traps.
    @Test func damagedPayloadsAreReadOrRefused() throws {
        let siren = try #require(SIREN("552032534"))
        let whole = Array(
            """
            {"results":[{"siren":"552032534","etat_administratif":"A","nature_juridique":5710,"finances":{"2024":{"ca":1e99,
            "resultat_net":null},"x":3},"siege":[],"complements":{"est_association":"oui"},"date_creation":"2010-13-45",
            "tranche_effectif_salarie":7,"nombre_etablissements_ouverts":1.5}],"records":[{"fields":null}]}
            """.utf8
        )
        #expect(try search.read(whole, about: siren, at: .distantPast).isFound)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var bytes = Array(whole.prefix(Int.random(in: 0...whole.count, using: &random)))
            if !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try? search.read(bytes, about: siren, at: .distantPast)
            _ = try? ratios.read(bytes, about: siren, at: .distantPast)
            _ = search.redacted(bytes)
        }
    }
}
