import Foundation
import MessagingSupport
import NIOCore
import Postgres
import TestSupport
import Testing

@testable import Ingest

extension IngestScene {
    /// Loads a file as the door does, in pieces.
    /// - Parameter breaksOff: thrown in the place of the file's end.
    @discardableResult
    func load(
        _ text: String,
        _ kind: RegistryKind = .units,
        changes: Bool = false,
        allowsSmaller: Bool = false,
        breaksOff: (any Error)? = nil
    ) async throws -> RegistryReport {
        try await load(Array(text.utf8), kind, changes: changes, allowsSmaller: allowsSmaller, breaksOff: breaksOff)
    }

    @discardableResult
    func load(
        _ bytes: [UInt8],
        _ kind: RegistryKind = .units,
        changes: Bool = false,
        allowsSmaller: Bool = false,
        breaksOff: (any Error)? = nil
    ) async throws -> RegistryReport {
        let pieces = Handoff<ByteBuffer>()
        async let report = loader(kind, changes: changes, allowsSmaller: allowsSmaller).run(pieces)
        for start in stride(from: 0, to: bytes.count, by: 50_000) {
            guard await pieces.put(ByteBuffer(bytes: bytes[start..<min(bytes.count, start + 50_000)])) else { break }
        }
        pieces.finish(breaksOff.map { .failure($0) } ?? .success(()))
        return try await report
    }

    func loader(_ kind: RegistryKind = .units, changes: Bool = false, allowsSmaller: Bool = false) -> RegistryLoad {
        RegistryLoad(
            config: database.config(role: "filon_ingest"),
            wish: .init(
                kind: kind,
                isChanges: changes,
                allowsSmaller: allowsSmaller,
                filename: "f.csv",
                tokenID: UUID()
            )
        )
    }

    /// `siren|name|departement|state|diffusion` of every unit.
    func registry() async throws -> [String] {
        try await pool.transaction { tx in
            try tx.query(
                """
                SELECT concat_ws('|', siren, name, coalesce(departement, '-'), state, diffusion) FROM registry ORDER BY siren
                """
            ).map { try $0.value(0) }
        }
    }

    func registryCount() async throws -> Int {
        try await pool.transaction { tx in try tx.query("SELECT count(*) FROM registry").first?.value(0) ?? 0 }
    }

    /// Tables that only a load under way may have.
    func stages() async throws -> [String] {
        try await pool.transaction { tx in
            try tx.query(
                """
                SELECT relname::text FROM pg_class
                WHERE relnamespace = 'intake'::regnamespace AND relkind = 'r'
                    AND (relname LIKE '%\\_stage' OR relname LIKE '%\\_placed' OR relname LIKE '%\\_old') ORDER BY 1
                """
            ).map { try $0.value(0) }
        }
    }
}

/// The universe in a real database.
@Suite struct RegistryLoadTests {
    private let a = "732829320", b = "552100554", c = "356000000"

    @Test func aStockReplacesTheUniverse() async throws {
        try await withScene { scene in
            try await scene.load(StockFile.text([StockFile.unit(a), StockFile.unit(b)]))
            let report = try await scene.load(StockFile.text([StockFile.unit(b), StockFile.unit(c)]))
            #expect(report.stored == 2 && report.registryRows == 2 && report.refused == 0)
            #expect(report.dataUntil == "2026-01-10T03:05:06Z")
            #expect(
                try await scene.registry() == [
                    "356000000|MENUISERIE 356000000|-|A|O", "552100554|MENUISERIE 552100554|-|A|O",
                ]
            )
            #expect(try await scene.stages() == [])
            let indexes = try await scene.pool.transaction { tx in
                try tx.query("SELECT indexname::text FROM pg_indexes WHERE tablename = 'registry' ORDER BY 1").map {
                    try $0.value(0, as: String.self)
                }
            }
            #expect(indexes.count == 11 && indexes.allSatisfy { $0.hasPrefix("registry_") && !$0.contains("stage") })
            // Whoever reads it reads the new one.
            let seen = try await scene.database.withSession(role: "filon_operator") { session in
                try await session.transaction { tx in
                    try tx.query(
                        "SELECT count(*), (SELECT count(*) FROM intake.v_registry_loads) FROM intake.v_registry"
                    )
                    .first?.decode(Int.self, Int.self) ?? (0, 0)
                }
            }
            #expect(seen == (2, 2))
        }
    }

    @Test func theSameFileTwiceIsTheSameUniverse() async throws {
        try await withScene { scene in
            let text = StockFile.text([StockFile.unit(a), StockFile.unit(b, ["statutDiffusionUniteLegale": "P"])])
            try await scene.load(text)
            let before = try await scene.registry()
            try await scene.load(text)
            #expect(try await scene.registry() == before)
            #expect(before.last == "732829320|MENUISERIE 732829320|-|A|O")
            #expect(before.first == "552100554|[NON-DIFFUSIBLE]|-|A|P")
        }
    }

    @Test func whatBreaksOffLeavesTheUniverseOfBefore() async throws {
        try await withScene { scene in
            try await scene.load(StockFile.text([StockFile.unit(a)]))
            let before = try await scene.registry()
            let many = StockFile.text((1...3000).map { StockFile.unit(StockFile.siren($0)) })
            for (text, broken, code) in [
                (many, CancellationError() as (any Error)?, nil), (String(many.dropLast(40)), nil, "truncated"),
                ("a,b,c\n1,2,3\n", nil, "unknown_header"),
                (StockFile.unitHeader.joined(separator: ",") + "\nx\ny\n", nil, "nothing_stored"),
            ] as [(String, (any Error)?, String?)] {
                let error = await #expect(throws: (any Error).self) { try await scene.load(text, breaksOff: broken) }
                #expect((error as? FileFault)?.code == code)
                #expect(try await scene.registry() == before)
                #expect(try await scene.stages() == [])
            }
        }
    }

    /// As when ingest is killed: its session is gone in the middle of COPY.
    @Test func aKilledLoadLeavesTheUniverseOfBeforeAndTheNextOneWorks() async throws {
        try await withScene { scene in
            try await scene.load(StockFile.text([StockFile.unit(a)]))
            let bytes = Array(StockFile.text((1...2000).map { StockFile.unit(StockFile.siren($0)) }).utf8)
            let pieces = Handoff<ByteBuffer>()
            async let outcome = Result { try await scene.loader().run(pieces) }
            _ = await pieces.put(ByteBuffer(bytes: bytes[..<(bytes.count / 2)]))
            try await eventually("the copy runs") { try await scene.copies() == 1 }
            try await scene.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY registry_stage%'"
            )
            _ = await pieces.put(ByteBuffer(bytes: bytes[(bytes.count / 2)...]))
            pieces.finish()
            guard case .failure = await outcome else { return #expect(Bool(false), "it was not noticed") }
            #expect(try await scene.registry() == ["732829320|MENUISERIE 732829320|-|A|O"])
            #expect(try await scene.load(bytes).stored == 2000)
        }
    }

    @Test func twoLoadsAtOnceAreRefused() async throws {
        try await withScene { scene in
            let pieces = Handoff<ByteBuffer>()
            async let first = scene.loader().run(pieces)
            let text = StockFile.text([StockFile.unit(a)])
            _ = await pieces.put(ByteBuffer(string: text))
            try await eventually("the copy runs") { try await scene.copies() == 1 }
            let refusal = await #expect(throws: Problem.self) { try await scene.load(text) }
            #expect(refusal?.code == "registry_loading")
            pieces.finish()
            #expect(try await first.stored == 1)
            // And nothing is held any more.
            try await scene.load(text)
        }
    }

    @Test func ofASirenNamedTwiceTheLatestStays() async throws {
        try await withScene { scene in
            let report = try await scene.load(
                StockFile.text([
                    StockFile.unit(
                        a,
                        ["denominationUniteLegale": "NEW", "dateDernierTraitementUniteLegale": "2026-02-01T00:00:00"]
                    ),
                    StockFile.unit(b), StockFile.unit(a, ["denominationUniteLegale": "OLD"]),
                ])
            )
            #expect(report.doubled == 1 && report.stored == 2)
            #expect(try await scene.registry().last == "732829320|NEW|-|A|O")
        }
    }

    @Test func placesComeFromTheEstablishmentsInEitherOrder() async throws {
        try await withScene { scene in
            let units = StockFile.text([
                StockFile.unit(a), StockFile.unit(b, ["statutDiffusionUniteLegale": "P"]), StockFile.unit(c),
            ])
            let places = StockFile.places([
                StockFile.place(a), StockFile.place(b), StockFile.place(c, ["statutDiffusionEtablissement": "P"]),
            ])
            let expected = [
                "356000000|MENUISERIE 356000000|-|A|O", "552100554|[NON-DIFFUSIBLE]|-|A|P",
                "732829320|MENUISERIE 732829320|69|A|O",
            ]
            try await scene.load(units)
            try await scene.load(places, .establishments)
            #expect(try await scene.registry() == expected)
            try await scene.load(units)
            #expect(try await scene.registry() == expected)
        }
    }

    @Test func aDaysDifferencesAreMergedAndOlderOnesChangeNothing() async throws {
        try await withScene { scene in
            func unit(_ siren: String, _ name: String, _ day: Int) -> [String: String] {
                let time = "2026-01-\(String(format: "%02d", day))T04:05:06"
                return StockFile.unit(
                    siren,
                    ["denominationUniteLegale": name, "dateDernierTraitementUniteLegale": time]
                )
            }
            try await scene.load(StockFile.text([unit(a, "A10", 10), unit(b, "B10", 10)]))
            try await scene.load(StockFile.places([StockFile.place(a), StockFile.place(c)]), .establishments)
            let changes = StockFile.text([unit(a, "A9", 9), unit(b, "B12", 12), unit(c, "C11", 11)])
            let report = try await scene.load(changes, changes: true)
            #expect(report.created == 1 && report.updated == 1 && report.unchanged == 1)
            let expected = ["356000000|C11|69|A|O", "552100554|B12|-|A|O", "732829320|A10|69|A|O"]
            #expect(try await scene.registry() == expected)
            let again = try await scene.load(changes, changes: true)
            #expect(again.created == 0 && again.updated == 0 && again.unchanged == 3)
            // A stock of before the difference does not take it back; one of after it decides.
            try await scene.load(StockFile.text([unit(a, "A10", 10), unit(b, "B10", 10)]))
            #expect(try await scene.registry() == expected)
            try await scene.load(StockFile.text([unit(a, "A13", 13), unit(b, "B13", 13)]))
            #expect(try await scene.registry() == ["552100554|B13|-|A|O", "732829320|A13|69|A|O"])
        }
    }

    @Test func whoeverKeepsThemselvesBackIsForgottenTheSameDay() async throws {
        try await withScene { scene in
            try await scene.load(StockFile.text([StockFile.unit(a), StockFile.unit(b)]))
            try await scene.load(StockFile.places([StockFile.place(a), StockFile.place(b)]), .establishments)
            let kept = ["statutDiffusionUniteLegale": "P", "dateDernierTraitementUniteLegale": "2026-02-01T00:00:00"]
            try await scene.load(StockFile.text([StockFile.unit(a, kept)]), changes: true)
            try await scene.load(
                StockFile.places([
                    StockFile.place(
                        b,
                        [
                            "statutDiffusionEtablissement": "P",
                            "dateDernierTraitementEtablissement": "2026-02-01T00:00:00",
                        ]
                    )
                ]),
                .establishments,
                changes: true
            )
            #expect(
                try await scene.registry() == [
                    "552100554|MENUISERIE 552100554|-|A|O", "732829320|[NON-DIFFUSIBLE]|-|A|P",
                ]
            )
            let left = try await scene.pool.transaction { tx in
                try tx.query("SELECT count(*) FROM registry_places WHERE city IS NOT NULL").first?.value(
                    0,
                    as: Int.self
                )
            }
            #expect(left == 0)
        }
    }

    @Test func aStockThatIsMuchSmallerIsTakenForIncomplete() async throws {
        try await withScene { scene in
            let many = (1...100_100).lazy.map {
                "\(StockFile.siren($0)),O,2010-03-01,01,2026-01-10T04:05:06,PME,A,,NOM,5499,43.32A,NAFRev2"
            }
            let header =
                "siren,statutDiffusionUniteLegale,dateCreationUniteLegale,trancheEffectifsUniteLegale,"
                + "dateDernierTraitementUniteLegale,categorieEntreprise,etatAdministratifUniteLegale,nomUniteLegale,"
                + "denominationUniteLegale,categorieJuridiqueUniteLegale,activitePrincipaleUniteLegale,"
                + "nomenclatureActivitePrincipaleUniteLegale\n"
            try await scene.load(header + many.joined(separator: "\n") + "\n")
            let few = StockFile.text([StockFile.unit(a)])
            let fault = await #expect(throws: FileFault.self) { try await scene.load(few) }
            #expect(fault?.code == "too_few")
            #expect(try await scene.registryCount() == 100_100)
            #expect(try await scene.load(few, allowsSmaller: true).registryRows == 1)
        }
    }

    /// Real lines, read where they are on this machine; what is expected of each stands here.
    @Test(
        .enabled(if: RealStock.isThere, "the folder with real files is not on this machine"),
        arguments: [
            (
                "etalab_StockUniteLegale_EI_33col.csv",
                [
                    "000325175|CAMILLE MARTIN|-|A|O", "001807254|ALEX PETIT|-|C|O", "005410220|SACHA DURAND|-|C|O",
                ], ["obsolete_naf": 1, "purged": 1]
            ),
            (
                "osf_uniteLegale_34col_fictif.csv",
                [
                    "111111111|BOB BOB|-|A|O", "222222222|BOB BOB|-|A|O", "333333333|BOB BOB|-|A|O",
                    "444444444|BOB BOB|-|A|O", "555555555|BOB BOB|-|A|O", "666666666|BOB BOB|-|A|O",
                ], ["siren_key": 6]
            ),
            (
                // Statuses that INSEE does not have: nobody may be prospected.
                "osf_uniteLegale_valeurs_invalides_anonymise.csv",
                [
                    "112233445|[NON-DIFFUSIBLE]|-|C|P", "138426539|[NON-DIFFUSIBLE]|-|A|P",
                    "238307776|[NON-DIFFUSIBLE]|-|A|P", "789211558|[NON-DIFFUSIBLE]|-|C|P",
                ],
                [
                    "diffusion": 4, "siren_key": 4, "updated_at": 1, "created_on": 1, "category": 2,
                    "workforce_band": 1,
                    "nomenclature": 1,
                ]
            ),
        ]
    )
    func realFilesGiveWhatIsInThem(file: String, units: [String], reasons: [String: Int]) async throws {
        try await withScene { scene in
            let report = try await scene.load(try RealStock.bytes(file))
            #expect(try await scene.registry() == units)
            #expect(Dictionary(uniqueKeysWithValues: report.reasons.map { ($0.code, $0.count) }) == reasons)
        }
    }

    @Test(.enabled(if: RealStock.isThere, "the folder with real files is not on this machine"))
    func aRealFileOfAnotherKindIsRefused() async throws {
        try await withScene { scene in
            for kind in RegistryKind.allCases {
                let fault = await #expect(throws: FileFault.self) {
                    try await scene.load(try RealStock.bytes("osf_etablissementHistorique.csv"), kind)
                }
                #expect(fault?.code == "unknown_header")
            }
        }
    }
}

enum RealStock {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data/sirene/stock")

    static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

    static func bytes(_ file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: file))) }
}

extension IngestScene {
    /// Sessions that copy into the stage now.
    func copies() async throws -> Int {
        try await database.withSession { session in
            try await session.transaction { tx in
                try tx.query(
                    """
                    SELECT count(*) FROM pg_stat_activity
                    WHERE query LIKE 'COPY registry_stage%' AND state = 'active' AND datname = current_database()
                    """
                ).first?.value(0) ?? 0
            }
        }
    }
}
