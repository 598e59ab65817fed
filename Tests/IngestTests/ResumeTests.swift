import Contracts
import Foundation
import Messaging
import MessagingSupport
import Postgres
import Testing

@testable import Ingest

@Suite struct ResumeTests {
    private func list(_ count: Int) -> String {
        "nom;cp;email\n" + (0..<count).map { "Société \($0);75001;c\($0)@exemple.fr" }.joined(separator: "\n") + "\n"
    }

    @Test func aCutWorkerIsTakenUpWhereItStopped() async throws {
        try await withScene { scene in
            let id = try await scene.receive(list(1200))
            _ = try await scene.messenger.commit { tx in try ImportChunk.run(limit: 500, in: tx) }
            // The second chunk's session dies with everything done and nothing committed.
            await #expect(throws: PostgresError.self) {
                try await scene.messenger.commit { tx -> (value: ImportChunk.Step, events: [any Event]) in
                    let step = try ImportChunk.run(limit: 500, in: tx)
                    try tx.query("SELECT pg_terminate_backend(pg_backend_pid())")
                    return step
                }
            }

            await scene.worker.drain()

            let report = try await scene.report(id)
            #expect(report.status == "done")
            #expect(numbers(report.rows, report.toIdentify, report.unchanged) == numbers(1200, 1200, 0))
            #expect(try await scene.count("SELECT count(*) FROM intake.companies") == 1200)
            #expect(try await scene.count("SELECT count(*) FROM intake.contacts") == 1200)
            #expect(try await scene.announced(LeadRegistered.self).count == 1200)
            #expect(try await scene.announced(ImportCompleted.self).count == 1)
        }
    }

    @Test func severalWorkersShareSeveralImports() async throws {
        try await withScene { scene in
            let ids = [try await scene.receive(list(600)), try await scene.receive(list(601))]
            let worker = scene.worker

            await withDiscardingTaskGroup { group in
                for _ in 0..<3 { group.addTask { await worker.drain() } }
            }
            await worker.drain()

            for id in ids { #expect(try await scene.report(id).status == "done") }
            #expect(try await scene.count("SELECT count(*) FROM intake.companies") == 601)
            #expect(try await scene.count("SELECT count(*) FROM intake.leads") == 601)
            #expect(try await scene.announced(CompanyRegistered.self).count == 601)
        }
    }

    @Test func anUploadThatIsNotWholeIsNotWorked() async throws {
        try await withScene { scene in
            let token = try #require(try await scene.token())
            var receiver = ImportReceiver(database: scene.pool, token: token, isDryRun: false, filename: nil)
            try await receiver.feed(Array(list(3000).utf8))

            await scene.worker.drain()
            #expect(try await scene.count("SELECT count(*) FROM intake.import_rows") > 0)
            #expect(try await scene.count("SELECT count(*) FROM intake.companies") == 0)

            await receiver.discard()
            #expect(try await scene.count("SELECT count(*) FROM intake.import_rows") == 0)
        }
    }

    @Test func aRowThatCannotBeStoredHoldsUpNoOther() async throws {
        try await withScene { scene in
            try await scene.execute(
                "ALTER TABLE intake.companies ADD CONSTRAINT no_twelve CHECK (name IS NULL OR name <> 'Société 12')"
            )

            let report = try await scene.importFile(list(40))

            #expect(report.status == "done")
            #expect(numbers(report.toIdentify, report.refused) == numbers(39, 1))
            #expect(report.errors.map(\.line) == [14])
            #expect(report.errors.map(\.code) == ["unprocessable"])
        }
    }
}
