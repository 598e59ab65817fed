import Foundation
import HummingbirdCore
import Postgres
import Testing

@testable import Ingest

/// The search of the universe: what it finds, in which order, and what it refuses to look for.
@Suite struct RegistrySearchTests {
    /// Made-up units whose SIREN's first digits count them; `odd` ones differ.
    private static func fill(_ scene: IngestScene) async throws {
        let rows = (1...400).map { number -> [String: String] in
            var cells = [
                "denominationUniteLegale": number.isMultiple(of: 10)
                    ? "BOULANGERIE DE L'OUEST" : "MENUISERIE \(number)",
                "activitePrincipaleUniteLegale": number.isMultiple(of: 10) ? "10.71C" : "43.32A",
                "activitePrincipaleNAF25UniteLegale": number.isMultiple(of: 10) ? "10.71G" : "43.32G",
                "trancheEffectifsUniteLegale": ["NN", "01", "02", "11"][number % 4],
                "categorieJuridiqueUniteLegale": ["5710", "5499", "1000"][number % 3],
                "dateCreationUniteLegale": "\(2000 + number % 26)-06-15",
            ]
            if number.isMultiple(of: 7) { cells["etatAdministratifUniteLegale"] = "C" }
            if number.isMultiple(of: 11) { cells["statutDiffusionUniteLegale"] = "P" }
            return StockFile.unit(StockFile.siren(number), cells)
        }
        try await scene.load(StockFile.text(rows))
        let places = (1...400).map { number in
            let commune = ["69383", "75101", "2A004", "97411"][number % 4]
            return StockFile.place(StockFile.siren(number), ["codeCommuneEtablissement": commune])
        }
        try await scene.load(StockFile.places(places), .establishments)
    }

    private static func page(_ scene: IngestScene, _ query: String) async throws -> RegistryPage {
        let filter = try RegistryFilter(
            URI("/v1/registry?" + query).queryParameters,
            today: CivilDay(year: 2026, month: 11, day: 26)
        )
        return try await scene.pool.transaction(settings: RegistrySearch.settings) { tx in
            try RegistrySearch.page(filter, in: tx)
        }
    }

    /// Numbers of the units that the same conditions leave of 1...400.
    private static func expected(_ isWanted: (Int) -> Bool) -> Set<String> {
        Set((1...400).filter { !$0.isMultiple(of: 7) && !$0.isMultiple(of: 11) && isWanted($0) }.map(StockFile.siren))
    }

    @Test func everyFilterFindsItsUnits() async throws {
        try await withScene { scene in
            try await Self.fill(scene)
            let cases: [(String, (Int) -> Bool)] = [
                ("", { _ in true }),
                ("naf=C", { $0.isMultiple(of: 10) }), ("naf=43", { !$0.isMultiple(of: 10) }),
                ("naf=43.3,10", { _ in true }), ("naf=10.71", { $0.isMultiple(of: 10) }),
                ("naf=1071C", { $0.isMultiple(of: 10) }), ("naf=10.71D", { _ in false }), ("naf=J", { _ in false }),
                ("naf25=43.32G", { !$0.isMultiple(of: 10) }), ("naf25=F", { !$0.isMultiple(of: 10) }),
                ("departement=2A", { $0 % 4 == 2 }), ("departement=69&departement=974", { [0, 3].contains($0 % 4) }),
                ("workforce=01,02", { [1, 2].contains($0 % 4) }), ("legal_form=57", { $0.isMultiple(of: 3) }),
                ("legal_form=1,5499", { !$0.isMultiple(of: 3) }), ("category=pme", { _ in true }),
                ("category=GE", { _ in false }), ("min_age=20", { 2000 + $0 % 26 <= 2006 }),
                ("max_age=5", { 2000 + $0 % 26 >= 2022 }), ("min_age=10&max_age=10", { _ in false }),
                ("name=boulang%C3%A9rie", { $0.isMultiple(of: 10) }), ("name=L'OUEST", { $0.isMultiple(of: 10) }),
                ("name=%25%25%25", { _ in false }),
                (
                    "naf=F&departement=75&workforce=01&legal_form=5499&max_age=9",
                    { 2000 + $0 % 26 >= 2018 && $0 % 4 == 1 && $0 % 3 == 1 && !$0.isMultiple(of: 10) }
                ),
            ]
            for (query, isWanted) in cases {
                let found = try await Self.page(scene, query + "&limit=1000&count=true")
                let expected = Self.expected(isWanted)
                #expect(Set(found.units.map(\.siren)) == expected, "\(query)")
                #expect(found.units.count == expected.count && found.next == nil, "\(query)")
                #expect(found.count == .init(value: expected.count, isMore: false), "\(query)")
            }
        }
    }

    @Test(arguments: ["", "naf=43&workforce=01", "name=MENUI", "state=any&diffusion=any", "state=C", "legal_form=5499"])
    func pagesFollowEachOtherWithoutGapOrRepetition(query: String) async throws {
        try await withScene { scene in
            try await Self.fill(scene)
            let whole = try await Self.page(scene, query + "&limit=1000").units
            var (paged, after): ([RegistryUnit], String?) = ([], nil)
            repeat {
                let page = try await Self.page(scene, query + "&limit=7" + (after.map { "&after=\($0)" } ?? ""))
                paged += page.units
                after = page.next
            } while after != nil && paged.count < 1000
            #expect(paged == whole && !whole.isEmpty)
        }
    }

    @Test func theOthersAreShownWhenAskedForAndWithoutANameIfTheyKeepItBack() async throws {
        try await withScene { scene in
            try await Self.fill(scene)
            let ceased = try await Self.page(scene, "state=C&limit=1000&count=1")
            #expect(ceased.units.allSatisfy { $0.state == "C" && $0.diffusion == "O" } && ceased.count?.value == 52)
            let kept = try await Self.page(scene, "diffusion=P&limit=1000")
            #expect(kept.units.count == 31)
            #expect(kept.units.allSatisfy { $0.name == "[NON-DIFFUSIBLE]" && $0.city == nil && $0.departement == nil })
            #expect(try await Self.page(scene, "state=any&diffusion=any&limit=1000&naf=C").units.count == 40)
        }
    }

    @Test(
        arguments: [
            ("naf=ZZ", "naf"), ("naf=6", "naf"), ("naf=62.02AB", "naf"), ("naf25=W", "naf25"),
            ("departement=20", "departement"),
            ("workforce=04", "workforce"), ("legal_form=57100", "legal_form"), ("legal_form=x", "legal_form"),
            ("category=TPE", "category"), ("min_age=-1", "min_age"), ("max_age=ten", "max_age"), ("name=ab", "name"),
            ("state=B", "state"), ("diffusion=N", "diffusion"), ("limit=0", "limit"), ("limit=1001", "limit"),
            ("after=12", "after"), ("turnover=1", "turnover"), ("name=\(String(repeating: "a", count: 101))", "name"),
        ]
    )
    func whatIsNotUnderstoodIsRefusedByName(query: String, parameter: String) {
        let problem = #expect(throws: Problem.self) {
            try RegistryFilter(
                URI("/v1/registry?" + query).queryParameters,
                today: CivilDay(year: 2026, month: 11, day: 26)
            )
        }
        #expect(problem?.code == "filter_\(parameter)")
    }

    @Test func theDoorTakesTheUniverseFromItsOwnTokenAlone() async throws {
        try await withScene { scene in
            try await scene.execute(
                """
                INSERT INTO intake.api_tokens (id, hash, name, department_id, source, opens)
                VALUES (gen_random_uuid(), sha256('universe'), 'test', 'univers', 'sirene', 'registry')
                """
            )
            try await Door.open(scene) { door in
                let file = Data(StockFile.text((1...300).map { StockFile.unit(StockFile.siren($0)) }).utf8)
                #expect(try await door.call("PUT", "/v1/registry", file).status == 403)
                #expect(try await door.call("PUT", "/v1/registry", file, secret: nil).status == 401)
                let loaded = try await door.call("PUT", "/v1/registry?filename=s.csv", file, secret: "universe")
                #expect(loaded.status == 200 && loaded.number("stored") == 300 && loaded.number("registry_rows") == 300)
                #expect(try await door.call("POST", "/v1/imports", file, secret: "universe").status == 403)
                #expect(try await door.call("PUT", "/v1/registry?kind=x", file, secret: "universe").status == 400)
                let cut = try await door.call("PUT", "/v1/registry", file.dropLast(20), secret: "universe")
                #expect(cut.status == 422 && cut.text("code") == "truncated" && cut.number("line") == 301)
                let other = try await door.call("PUT", "/v1/registry?kind=establishments", file, secret: "universe")
                #expect(other.status == 422 && other.text("code") == "unknown_header")
                let found = try await door.call("GET", "/v1/registry?limit=2&count=true")
                #expect(found.status == 200 && (found.json["units"] as? [Any])?.count == 2 && found.text("next") != nil)
                let bad = try await door.call("GET", "/v1/registry?naf=nothing")
                #expect(bad.status == 400 && bad.headers["content-type"] == "application/problem+json")
                #expect(try await door.call("GET", "/v1/registry", secret: nil).status == 401)
            }
        }
    }
}
