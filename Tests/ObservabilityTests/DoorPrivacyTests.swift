import Contracts
import Foundation
import Hummingbird
import Messaging
import Postgres
import Telemetry
import TestSupport
import Testing

@testable import Ingest
@testable import ServiceKit

/// A person comes in through ingest's doors while its database refuses with all values in its words.
@Suite struct DoorPrivacyTests {
    private static let secret = "a secret of commerce"

    @Test func aDoorThatFailsSaysNothingOfThePerson() async throws {
        try await TraceScene.run { scene in
            let service = try scene.service(.ingest, to: "http://127.0.0.1:1") { _ in }
            try await prepare(scene)
            let logger = scene.lines.logger("ingest")
            let doorbell = Doorbell()
            let router = Router(context: ServiceRequestContext.self)
            router.add(middleware: RequestWatch(meter: RequestMeter(), tracer: service.tracer))
            IngestRoutes(
                database: service.pools[0],
                messenger: service.messenger,
                logger: logger,
                doorbell: doorbell,
                loads: PostgresConfig(url: "postgresql://127.0.0.1:1/none")
            ).add(to: router)
            let row = "{\"siren\":\"732829320\",\"nom\":\"\(Person.name)\",\"email\":\"\(Person.email)\"}"
            let list = "siren;nom;email;telephone\n732829320;\(Person.name);\(Person.email);\(Person.phone)\n"
            let client = Caller()
            try await LocalServer.run(router) { base in
                for (path, body) in [
                    ("/v1/companies", row), ("/v1/companies", "{\"nom\":\"\(Person.name)\""), ("/v1/imports", list),
                    ("/v1/imports", "\u{1}\(Person.email)"), ("/v1/imports/\(Person.email)/undo", ""),
                ] {
                    let token = ["Authorization": "Bearer \(Self.secret)"]
                    let status = try await client.post(base + path, token, body: body)
                    #expect((200..<600).contains(status))
                }
            }
            // The worker meets a database that cannot work, and then rows that it cannot take.
            let worker = ImportWorker(messenger: service.messenger, doorbell: doorbell, logger: logger)
            await worker.drain()
            try await refuse(scene, as: "check_violation")
            await worker.drain()
            await client.close()
            for pool in service.pools { await pool.close() }

            let lines = try scene.lines.objects()
            #expect(lines.contains { $0["message"] == "request failed" && $0["error"]?.contains("P0001") == true })
            #expect(lines.contains { $0["message"] == "database cannot work now; imports wait" })
            #expect(lines.contains { $0["message"] == "rows failed; fewer at once are tried" })
            #expect(worker.metrics.failures.value >= 2)
            #expect(lines.filter { $0["message"] == "request failed" }.allSatisfy { $0["trace_id"] != nil })
            #expect(scene.lines.all.filter(Person.isIn) == [])
        }
    }

    /// A token, and a table that refuses every company in words that quote it.
    private func prepare(_ scene: TraceScene) async throws {
        try await scene.database.withSession { session in
            try await session.query(
                """
                INSERT INTO intake.api_tokens (id, hash, name, department_id, source, rate_per_minute)
                VALUES ($1, sha256(convert_to($2, 'UTF8')), 'test', 'commercial', 'salon 2026', 600)
                """,
                UUID(),
                Self.secret
            )
        }
        try await refuse(scene, as: "raise_exception")
    }

    private func refuse(_ scene: TraceScene, as condition: String) async throws {
        try await scene.database.withSession { session in
            try await session.execute(
                unchecked: """
                    CREATE OR REPLACE FUNCTION intake.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        RAISE EXCEPTION 'refused: %', NEW
                        USING ERRCODE = '\(condition)', DETAIL = NEW::text, HINT = NEW::text;
                    END $$;
                    CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON intake.companies
                    FOR EACH ROW EXECUTE FUNCTION intake.refuse()
                    """
            )
        }
    }
}
