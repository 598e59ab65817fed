import Foundation
import FoundationNetworking
import Testing

@testable import ProviderSandbox

/// Two servers written apart from the same documents agree: whatever the stranger tells stands in the same place of
/// the simulator's answer, with the same figures.
@Suite(.serialized, .timeLimit(.minutes(2))) struct StrangerTests {
    private let scene: Scene
    private let companies = Fixtures.folder.appending(path: "providers/strangers.json")

    init() throws { scene = try Scene() }

    @Test func whatTheStrangerTellsStandsInOurAnswersToo() async throws {
        let stranger = try Stranger(companies: companies)
        defer { stranger.stop() }
        let siren = "433361193"
        let ratios = "api/explore/v2.1/catalog/datasets/ratios_inpi_bce/records"
        let bodacc = "api/explore/v2.1/catalog/datasets/annonces-commerciales/records"
        let where_ = "where=registre=%22\(SyntheticCase.liquidation.siren())%22"
        let token = try await login(stranger)
        let pairs: [(String, String, [String: String], Document)] = [
            (
                "RECHERCHE_ENTREPRISES", "/search?q=\(siren)", [:],
                scene.document("recherche-entreprises", "search", "q=\(siren)")
            ),
            (
                "RATIOS_INPI_BCE", "/\(ratios)?where=siren=%22\(siren)%22", [:],
                scene.document("ratios-inpi-bce", ratios, "where=siren=%22\(siren)%22")
            ), ("BODACC", "/\(bodacc)?\(where_)", [:], scene.document("bodacc", bodacc, where_)),
            (
                "INPI", "/companies/\(siren)", ["Authorization": token],
                Document(scene.inpi("api/companies/\(siren)").bytes)
            ),
            (
                "INPI", "/companies/\(siren)/attachments", ["Authorization": token],
                Document(scene.inpi("api/companies/\(siren)/attachments").bytes)
            ),
            (
                "PAPPERS", "/entreprise?siren=\(siren)", Keys.pappers,
                scene.document("pappers", "v2/entreprise", "siren=\(siren)", headers: Keys.pappers)
            ),
            (
                "SIRENE", "/siren/\(siren)", Keys.sirene,
                scene.document("sirene", "siren/\(siren)", headers: Keys.sirene)
            ),
            (
                "OPENCORPORATES", "/companies/fr/\(siren)?api_token=a", [:],
                scene.document("opencorporates", "v0.4/companies/fr/\(siren)", "api_token=a")
            ),
            (
                "SOCIETE_COM", "/api/v1/entreprise/\(siren)/bilans", Keys.societe,
                scene.document("societe-com", "api/v1/entreprise/\(siren)/bilans", headers: Keys.societe)
            ),
        ]

        for (name, path, headers, ours) in pairs {
            let theirs = try await get(stranger, name, path, headers)
            #expect(!theirs.keys.isEmpty && theirs.paths.subtracting(ours.paths) == [], "\(name) \(path)")
        }
        let sheet = try await get(stranger, "PAPPERS", "/entreprise?siren=\(siren)", Keys.pappers)
        #expect(sheet["finances"].elements.map { $0["chiffre_affaires"].number } == [6_907_807, 6_280_000])
        let statements = try await get(stranger, "INPI", "/companies/\(siren)/attachments", ["Authorization": token])
        #expect(statements["bilansSaisis"].elements.map { InpiTests.cell("FJ", "m3", in: $0) }[0] == "000000006907807")
    }

    @Test func itCountsWhoWasAskedAboutAndPaid() async throws {
        let stranger = try Stranger(companies: companies)
        defer { stranger.stop() }
        let siren = "433361193"
        for _ in 0..<2 { _ = try await get(stranger, "PAPPERS", "/entreprise?siren=\(siren)", Keys.pappers) }
        let base = try #require(stranger.addresses["FILON_PAPPERS_URL"]).replacing("/pappers/v2", with: "")
        let calls = try await fetch(base + "/_calls", [:])

        #expect(calls["pappers"]["total"].number == 2)
        #expect(calls["pappers"]["by_siren"][siren].number == 2)
        #expect(calls["pappers"]["paid_by_siren"][siren].number == 2)
        #expect(calls["sirene"]["total"].number == 0)
    }

    @Test func itRefusesAsTheSimulatorDoes() async throws {
        let stranger = try Stranger(companies: companies)
        defer { stranger.stop() }
        let base = try #require(stranger.addresses["FILON_SIRENE_URL"].flatMap { URLComponents(string: $0) })
        let raw = LiveSandbox(port: try #require(base.port))
        let cases: [(String, [String: String], String, String)] = [
            (
                base.path + "/siren/\(SyntheticCase.duplicate.siren())", Keys.sirene, "sirene",
                "siren/\(SyntheticCase.duplicate.siren())"
            ),
            (
                base.path + "/siren/\(SyntheticCase.undisclosed.siren())", Keys.sirene, "sirene",
                "siren/\(SyntheticCase.undisclosed.siren())"
            ),
            (base.path + "/siren/732829320", Keys.sirene, "sirene", "siren/732829320"),
            (base.path + "/siren/433361193", [:], "sirene", "siren/433361193"),
            ("/oc/v0.4/companies/fr/433361193", [:], "opencorporates", "v0.4/companies/fr/433361193"),
            ("/rne/api/companies/433361193", [:], "inpi", "api/companies/433361193"),
            (
                "/societe/api/v1/entreprise/732829320/bilans", Keys.societe, "societe-com",
                "api/v1/entreprise/732829320/bilans"
            ),
        ]

        for (path, headers, provider, ours) in cases {
            let theirs = try await raw.get(path, headers: headers)
            let own = scene.ask(provider, ours, headers: headers)
            #expect(theirs.status == own.status && theirs.status >= 300, "\(path)")
            #expect(theirs.document.paths.subtracting(Document(own.bytes).paths) == [], "\(path)")
        }
        let hidden = try await get(
            stranger,
            "RATIOS_INPI_BCE",
            "/api/explore/v2.1/catalog/datasets/ratios_inpi_bce/records?where=siren=%22\(SyntheticCase.confidential.siren())%22",
            [:]
        )["results"].elements
        #expect(hidden.map { $0["chiffre_d_affaires"].number } == [0])
        #expect(hidden.map { $0["confidentiality"].text } == ["Partiellement confidentiel"])
    }

    private func login(_ stranger: Stranger) async throws -> String {
        let base = try #require(stranger.addresses["FILON_INPI_URL"])
        var request = URLRequest(url: try #require(URL(string: base + "/sso/login")))
        request.httpMethod = "POST"
        request.httpBody = Data(#"{"username": "a", "password": "b"}"#.utf8)
        let (body, _) = try await URLSession.shared.data(for: request)
        return "Bearer " + (Document(Array(body))["token"].text ?? "")
    }

    private func get(_ stranger: Stranger, _ name: String, _ path: String, _ headers: [String: String]) async throws
        -> Document
    {
        try await fetch(try #require(stranger.addresses["FILON_\(name)_URL"]) + path, headers)
    }

    private func fetch(_ address: String, _ headers: [String: String]) async throws -> Document {
        var request = URLRequest(url: try #require(URL(string: address)))
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (body, _) = try await URLSession.shared.data(for: request)
        return Document(Array(body))
    }
}
