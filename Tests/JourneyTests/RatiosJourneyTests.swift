import Contracts
import Foundation
import HTTPClient
import InstallationSupport
import MessagingSupport
import Postgres
import Testing

extension JourneyTests {
    /// The bulk file of published accounts with the real tool and the real enrichment: loaded, killed in the middle, looked
    /// into without a call, and told as the proof.
    ///
    /// Within ``JourneyTests``, one after another: installations beside each other take each other's time.
    @Suite(.serialized) struct RatiosJourneyTests {
        @Test func aBulkFileAnswersForItsCompaniesAndSurvivesAKilledLoad() async throws {
            let filon = try await Installation()
            do {
                #expect(try await Self.state(of: "file", filon) == "no_file")
                try await load(filon)
                try await killedInTheMiddle(filon)
                try await lookedInto(filon)
                try await filon.checkOutputs()
            } catch {
                await filon.tearDown()
                throw error
            }
            await filon.tearDown()
        }

        private func load(_ filon: Installation) async throws {
            let rows = (0..<20).map { "\(ProspectList.siren(820 + $0));2025-12-31;\(1000 + $0).0;;C;Public" }
            let file = try Self.file(filon, "ratios.csv", rows + ["x;2025-12-31;1;;C;Public"])
            let report = try await filon.ask(["import", "ratios", file])
            #expect(report["stored"] == .integer(20) && report["refused"] == .integer(1))
            #expect(report["reasons"]?.elements?.first?["code"] == .string("siren"))
            let other = try Self.file(filon, "other.csv", ["1;2"], header: "siren;nom")
            let refusal = await #expect(throws: Tool.Failed.self) { try await filon.tool(["import", "ratios", other]) }
            #expect(refusal?.description.contains("ratios_inpi_bce") == true)
            let stranger = try await filon.send(
                .put,
                "enrichment",
                "/v1/files/ratios_inpi_bce?date=2026-01-01",
                headers: ["authorization": "Bearer guessed"],
                body: Array("siren".utf8)
            )
            #expect(stranger.status == 401)
            #expect(try await Self.state(of: "file", filon) == "file")
        }

        /// SIGKILL of enrichment while the file arrives: the tool says so, and the file of before is read.
        private func killedInTheMiddle(_ filon: Installation) async throws {
            let before = try await Self.current(filon)
            #expect(before.hasPrefix("20 "))
            let rows = (0..<400_000).map { "\(300_000_000 + $0);2025-12-31;77;;C;Public" }
            let large = try Self.file(filon, "large.csv", rows)
            async let outcome = Self.succeeds { try await filon.tool(["import", "ratios", large]) }
            try await eventually("the file is being stored", within: .seconds(60)) {
                try await Self.stored(filon) > 0
            }
            try await filon.kill("enrichment")
            #expect(await outcome == false)
            #expect(try await Self.current(filon) == before)
            try await filon.restart("enrichment")
            #expect(try await Self.current(filon) == before)
        }

        private func lookedInto(_ filon: Installation) async throws {
            let outcome = try await filon.importing(try ProspectList.part(820..<823, in: filon.folder))
            for index in 0..<3 {
                let siren = ProspectList.siren(820 + index)
                let company = try #require(outcome.companies.first { $0.siren == siren })
                guard company.state != "excluded" else { continue }
                let figures = company.turnover.filter { $0.source == "ratios_inpi_bce" }.map(\.amountCents)
                #expect(figures.contains(Int64(100_000 + index * 100)), "\(company)")
            }
            let calls = try await filon.sessions.transaction { try LookStore.calls(of: "ratios_inpi_bce", in: $0) }
            #expect(calls == 0, "the file spares the call")
            let told = String(
                decoding: try await filon.tool(["explain", "company", ProspectList.siren(820)]),
                as: UTF8.self
            )
            for words in ["file ratios.csv, ", "ratios_inpi_bce file: found (ratios.csv, ", "skipped (current_file)"] {
                #expect(told.contains(words), "\(words) in:\n\(told)")
            }
            try await filon.ask(["explain", "company", ProspectList.siren(820)])
        }

        // MARK: Files and tables

        private static func file(
            _ filon: Installation,
            _ name: String,
            _ rows: [String],
            header: String = "Siren;Date_cloture_exercice;Chiffre_d_affaires;Resultat_net;type_bilan;confidentiality"
        ) throws -> String {
            let file = filon.folder.appendingPathComponent(name)
            try Data((([header] + rows).joined(separator: "\n") + "\n").utf8).write(to: file)
            return file.path
        }

        /// Of the step of that name at ratios_inpi_bce.
        private static func state(of question: String, _ filon: Installation) async throws -> String? {
            let plan = try await filon.ask(["waterfall", "dry-run", "1000"])
            let step = plan["steps"]?.elements?.first {
                $0["provider"] == .string("ratios_inpi_bce") && $0["question"] == .string(question)
            }
            #expect(step?["calls_at_most"] == .integer(0))
            return step?["state"]?.text
        }

        private static func current(_ filon: Installation) async throws -> String {
            try await filon.sessions.transaction { try LookStore.currentFile(in: $0) }
        }

        private static func stored(_ filon: Installation) async throws -> Int {
            try await filon.sessions.transaction { try LookStore.rowsNobodyReads(in: $0) }
        }

        private static func succeeds(_ body: () async throws -> Data) async -> Bool {
            (try? await body()) != nil
        }
    }
}
