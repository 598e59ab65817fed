import Contracts
import Foundation
import FrenchBusiness
import Postgres
import TestSupport
import Testing

@testable import Enrichment

/// The bulk file in the waterfall: what it says, when it spares the call to the same dataset, and how it is replaced.
@Suite struct RatiosFileTests {
    private static let siren = "552032534"

    @Test func aLoadedFileAnswersWithoutACallAndWithItsProof() async throws {
        try await Scene().run { scene in
            let report = try await scene.load(
                RatiosFixture.file([
                    RatiosFixture.row(Self.siren, "2025-12-31", "500000"),
                    RatiosFixture.row(Self.siren, "2024-12-31", "480000.4"),
                    RatiosFixture.row("302474648", "2025-12-31", "7"),
                ])
            )
            #expect(report.stored == 3 && report.refused == 0)

            let enriched = try #require(try await scene.registered(Self.siren).enriched.first)

            #expect(enriched.turnover.status == "known" && scene.turnoverCalls == 0)
            #expect(enriched.turnover.years.map(\.amountCents) == [50_000_000, 48_000_040])
            #expect(enriched.turnover.years.map(\.source) == ["ratios_inpi_bce", "ratios_inpi_bce"])
            let proof = try await scene.texts(
                """
                SELECT concat_ws(' ', f.period, f.source, f.source_date, f.cost_cents, l.filename) FROM facts AS f
                JOIN ratio_loads AS l ON l.id = f.file_id WHERE f.field = 'turnover' ORDER BY 1
                """
            )
            #expect(
                proof == [
                    "2024-12-31 ratios_inpi_bce 2026-09-20 0 ratios.csv",
                    "2025-12-31 ratios_inpi_bce 2026-09-20 0 ratios.csv",
                ]
            )
            #expect(
                try await steps(scene) == [
                    "file found ratios.csv, 2026-09-20", "by_siren skipped current_file",
                ]
            )
            #expect(try await scene.texts("SELECT provider FROM provider_calls") == ["recherche_entreprises"])
        }
    }

    /// The trail of the dataset's two questions.
    private func steps(_ scene: Scene) async throws -> [String] {
        try await scene.texts(
            """
            SELECT concat_ws(' ', t ->> 'question', t ->> 'outcome', t ->> 'reason', t ->> 'file')
            FROM dossiers, jsonb_array_elements(body -> 'kept' -> 'trail') AS t
            WHERE t ->> 'provider' = 'ratios_inpi_bce'
            """
        )
    }

    /// Read as records of the dataset are: zero beside a declaration is a hidden figure, one beside a declaration is a
    /// figure, own accounts stand before the group's, and a unit that another cell contradicts is doubted.
    @Test func whatARowMeansIsWhatARecordMeans() async throws {
        try await Scene().run { scene in
            try await scene.load(
                RatiosFixture.file([
                    RatiosFixture.row("300000004", "2025-12-31", "0", "Partiellement confidentiel"),
                    RatiosFixture.row("300000012", "2025-12-31", "1848367", "Partiellement confidentiel"),
                    RatiosFixture.row("300000020", "2025-12-31", "27000000", kind: "K"),
                    RatiosFixture.row("300000020", "2025-12-31", "630000"),
                    RatiosFixture.row("300000038", "2025-12-31", "-500"),
                    "300000046;2025-12-31;1718850200;17188502;;;1;;C;Public",
                ])
            )
            func turnover(_ siren: String) async throws -> TurnoverFacts {
                try #require(try await scene.registered(siren).enriched.first).turnover
            }
            #expect(try await turnover("300000004").status == "confidential")
            #expect(try await turnover("300000012").years.map(\.amountCents) == [184_836_700])
            #expect(try await turnover("300000020").years.map(\.amountCents) == [63_000_000])
            #expect(try await turnover("300000038").years.isEmpty)
            #expect(try await turnover("300000046").years.map(\.doubt) == ["unit_suspect"])
            #expect(scene.turnoverCalls == 0)
        }
    }

    @Test func whoeverIsNotInTheWholeDatasetIsNotAskedAboutThereEither() async throws {
        try await Scene().run { scene in
            try await scene.load(RatiosFixture.file([RatiosFixture.row("302474648", "2025-12-31", "7")]))
            let enriched = try #require(try await scene.registered(Self.siren).enriched.first)
            #expect(enriched.turnover.status == "not_filed" && scene.turnoverCalls == 0)
            #expect(try await steps(scene).first == "file not_found ratios.csv, 2026-09-20")
        }
    }

    @Test func withoutAFileTheDatasetIsAsked() async throws {
        try await Scene().run { scene in
            let enriched = try #require(try await scene.registered(Self.siren).enriched.first)
            #expect(enriched.turnover.status == "known" && scene.turnoverCalls == 1)
            #expect(try await steps(scene) == ["file skipped no_file", "by_siren found"])
        }
    }

    /// A file that has aged still answers, and the dataset is asked besides; so it is where a person wants to know.
    @Test func anOldFileSparesNoCall() async throws {
        try await Scene().run { scene in
            let file = RatiosFixture.file([RatiosFixture.row(Self.siren, "2023-12-31", "300000")])
            try await scene.load(file, date: "2026-09-01")
            let company = CompanyID()
            let first = try #require(try await scene.registered(Self.siren, company: company).enriched.first)
            #expect(scene.turnoverCalls == 1)
            #expect(first.turnover.years.map(\.amountCents) == [50_000_000, 30_000_000])

            try await scene.load(file)
            scene.time.advance(by: 3600)
            _ = try await scene.requested(company)
            #expect(scene.turnoverCalls == 2)
        }
    }

    @Test func aFilingThatWasAnnouncedSinceSparesNoCall() throws {
        let siren = try #require(SIREN(Self.siren))
        func known(filed: String, _ hidden: Deposit.Hidden = .nothing) -> Known {
            var dossier = Dossier(siren: siren, at: .distantPast)
            dossier.record.deposits = [
                Deposit(
                    closingDate: CivilDate(parsing: "2025-12-31"),
                    filedOn: CivilDate(parsing: filed),
                    hidden: hidden
                )
            ]
            var known = Known(dossier: dossier, years: [], today: .latest)
            known.fileDate = CivilDate(parsing: "2026-09-20")
            return known
        }
        #expect(StopRule.currentFile.holds(for: known(filed: "2026-09-20")))
        #expect(!StopRule.currentFile.holds(for: known(filed: "2026-09-21")))
        #expect(StopRule.currentFile.holds(for: known(filed: "2026-09-21", .everything)))
        var unread = known(filed: "2026-09-01")
        unread.fileDate = nil
        #expect(!StopRule.currentFile.holds(for: unread))
    }

    // MARK: Loads

    /// A file that an operator in France hands over after midnight is of that day.
    @Test func aDayIsOneInParis() {
        let evening = Date(timeIntervalSince1970: 1_795_734_300)  // 2026-11-26 23:05 UTC
        #expect(CivilDate(dayOf: evening).text == "2026-11-27")
        #expect(CivilDate(dayOf: evening.addingTimeInterval(-3600)).text == "2026-11-26")
    }

    @Test func aFileIsReplacedWholeOrNotAtAll() async throws {
        try await Scene().run { scene in
            let rows = (0..<3000).map { RatiosFixture.row(String(300_000_000 + $0), "2025-12-31", "\($0 + 5000)") }
            try await scene.load(RatiosFixture.file(rows))
            #expect(try await self.current(scene) == "3000 19498500")

            let next = RatiosFixture.file(rows.map { $0.replacing(";1000;", with: ";2000;") } + [rows[0]])
            let cut = String(next.dropLast(20))
            let refusals: [(text: String, code: String)] = [
                (cut, "truncated"), ("a;b\n1;2\n", "unknown_header"),
                (RatiosFixture.file(["x;y;z"]), "nothing_stored"),
                (RatiosFixture.file(Array(rows.prefix(10))), "too_few"),
            ]
            for (text, code) in refusals {
                let refusal = await #expect(throws: LoadRefusal.self) { try await scene.load(text, fewRows: 100) }
                #expect(refusal?.code == code)
                #expect(try await self.current(scene) == "3000 19498500", "\(code)")
            }
            try await scene.load(next)
            #expect(try await self.current(scene) == "3001 19503500")
            try await scene.load(RatiosFixture.file(Array(rows.prefix(10))), allowsSmaller: true, fewRows: 100)
            #expect(try await self.current(scene) == "10 50045")
            #expect(try await scene.texts("SELECT count(*)::text FROM ratio_loads") == ["3"])
        }
    }

    /// Rows and sum of the file that is read.
    private func current(_ scene: Scene) async throws -> String {
        try await scene.texts(
            """
            SELECT concat_ws(' ', count(*), sum(r.turnover)) FROM ratio_loads AS l JOIN ratios AS r ON r.slot = l.slot
            WHERE l.is_current
            """
        ).first ?? ""
    }

    @Test func oneLoadRunsAtATime() async throws {
        try await Scene().run { scene in
            let (pieces, sender) = AsyncStream<[UInt8]>.makeStream()
            let load = RatiosLoad(
                config: scene.database.config(role: "filon_enrichment"),
                wish: .init(date: .earliest),
                now: { Date() }
            )
            let running = Task { try await load.run(pieces) }
            let file = RatiosFixture.file([RatiosFixture.row(Self.siren, "2025-12-31", "5")])
            let loading: StaticString = """
                SELECT pid::text FROM pg_locks WHERE locktype = 'advisory'
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """
            while try await scene.texts(loading).isEmpty { await Task.yield() }
            let refusal = await #expect(throws: LoadRefusal.self) { try await scene.load(file) }
            #expect(refusal == .loading)
            sender.yield(Array(file.utf8))
            sender.finish()
            #expect(try await running.value.stored == 1)
        }
    }

    @Test func anUploadThatIsGivenUpLeavesTheFileOfBefore() async throws {
        try await Scene().run { scene in
            try await scene.load(RatiosFixture.file([RatiosFixture.row(Self.siren, "2025-12-31", "5")]))
            let (pieces, sender) = AsyncStream<[UInt8]>.makeStream()
            let load = RatiosLoad(
                config: scene.database.config(role: "filon_enrichment"),
                wish: .init(date: .earliest),
                now: { Date() }
            )
            sender.yield(Array(RatiosFixture.file([RatiosFixture.row(Self.siren, "2025-12-31", "9")]).utf8))
            let running = Task { try await load.run(pieces) }
            running.cancel()
            await #expect(throws: (any Error).self) { try await running.value }
            #expect(try await self.current(scene) == "1 5")
        }
    }

    /// Accounts that only the file knows have the company looked at again, once.
    @Test func newAccountsInAFileCallForALook() async throws {
        let bare: LocalProvider.Script = { .company($0, turnover: [:]) }
        try await Scene(bare).run { scene in
            let company = CompanyID()
            _ = try await scene.registered(Self.siren, company: company)
            _ = try await scene.registered("302474648")
            let file = RatiosFixture.file([RatiosFixture.row(Self.siren, "2025-12-31", "500000")])

            #expect(try await scene.load(file).companiesToLookAt == 1)

            let due = try await scene.pool.transaction { [now = scene.time.now] tx in
                try CompanyStore.takeDue(at: now, pause: .seconds(60), limit: 10, in: tx)
            }
            #expect(due == [company])
            let enriched = try #require(try await scene.requested(company).enriched.first)
            #expect(enriched.turnover.years.map(\.amountCents) == [50_000_000])
            #expect(try await scene.load(file).companiesToLookAt == 0)
        }
    }

    // MARK: The door

    @Test func aPermitOpensOnce() async throws {
        try await Scene().run { scene in
            let hash = try #require(
                try await scene.texts("SELECT encode(sha256(convert_to('secret', 'UTF8')), 'hex')").first
            )
            let handler = ChangeProvider(checks: [], missing: [])
            func ask(_ provider: String, _ hash: String?) async throws -> [any Event] {
                try await scene.deliver(
                    [ProviderRequested(actor: "test", action: "load", provider: provider, tokenHash: hash)],
                    to: handler
                )
            }
            #expect((try await ask("pappers", hash).first as? RequestRefused)?.code == "no_file")
            #expect((try await ask("ratios_inpi_bce", "zz").first as? RequestRefused)?.code == "hash_malformed")
            #expect((try await ask("ratios_inpi_bce", nil).first as? RequestRefused)?.code == "hash_malformed")
            #expect(try await ask("ratios_inpi_bce", hash).first is RequestDone)
            func opens(_ secret: String) async throws -> Bool {
                try await scene.pool.transaction { try PermitStore.take(secret, for: "ratios_inpi_bce", in: $0) }
            }
            #expect(try await opens("other") == false)
            #expect(try await opens("secret"))
            #expect(try await opens("secret") == false)
        }
    }
}
