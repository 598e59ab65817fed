import Foundation
import FoundationNetworking
import Hummingbird
import MessagingSupport
import NIOCore
import Postgres
import ServiceKit
import TestSupport
import Testing

@testable import Ingest

/// Ingest's HTTP on a port of its own.
struct Door {
    let base: String

    /// Runs `body` against a listening server.
    static func open(_ scene: IngestScene, _ body: (Door) async throws -> Void) async throws {
        let router = Router(context: ServiceRequestContext.self)
        IngestRoutes(
            database: scene.pool,
            messenger: scene.messenger,
            logger: IngestScene.quiet,
            doorbell: scene.doorbell,
            loads: scene.database.config(role: "filon_ingest")
        ).add(to: router)
        let port = AsyncStream<Int>.makeStream()
        let app = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in port.continuation.yield(channel.localAddress?.port ?? 0) },
            logger: IngestScene.quiet
        )
        let server = Task { try await app.run() }
        let worker = Task { await scene.worker.run() }
        var ports = port.stream.makeAsyncIterator()
        let found = await ports.next() ?? 0
        let result = await Result { try await body(Door(base: "http://127.0.0.1:\(found)")) }
        server.cancel()
        worker.cancel()
        _ = await server.result
        await worker.value
        try result.get()
    }

    struct Answer {
        var status: Int
        var headers: [String: String]
        var body: Data

        var json: [String: Any] { (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:] }
        var lines: [[String: Any]] {
            body.split(separator: 10).compactMap {
                (try? JSONSerialization.jsonObject(with: Data($0))) as? [String: Any]
            }
        }
        func text(_ key: String) -> String? { json[key] as? String }
        func number(_ key: String) -> Int? { json[key] as? Int }
    }

    func call(
        _ method: String,
        _ path: String,
        _ body: Data? = nil,
        type: String = "text/csv",
        secret: String? = IngestScene.secret
    ) async throws -> Answer {
        let url = try #require(URL(string: base + path))
        var request = URLRequest(url: url, timeoutInterval: 60)
        request.httpMethod = method
        request.httpBody = body
        request.setValue(type, forHTTPHeaderField: "Content-Type")
        if let secret { request.setValue("Bearer \(secret)", forHTTPHeaderField: "Authorization") }
        let (data, response) = try await URLSession.shared.data(for: request)
        let http = try #require(response as? HTTPURLResponse)
        var headers: [String: String] = [:]
        for (name, value) in http.allHeaderFields { headers["\(name)".lowercased()] = "\(value)" }
        return Answer(status: http.statusCode, headers: headers, body: data)
    }
}

extension Result where Failure == any Error {
    init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}

@Suite struct DoorTests {
    private func scene(rate: Int = 600, _ body: (IngestScene, Door) async throws -> Void) async throws {
        try await withScene(rate: rate) { scene in try await Door.open(scene) { door in try await body(scene, door) } }
    }

    @Test func onlyAValidTokenPasses() async throws {
        try await scene { scene, door in
            let none = try await door.call("POST", "/v1/companies", Data("{}".utf8), secret: nil)
            let unknown = try await door.call("POST", "/v1/companies", Data("{}".utf8), secret: "guessed")
            try await scene.execute("UPDATE intake.api_tokens SET revoked_at = now()")
            let revoked = try await door.call("GET", "/v1/imports/\(UUID())")

            #expect(numbers(none.status, unknown.status, revoked.status) == numbers(401, 401, 401))
            #expect(none.headers["www-authenticate"] == "Bearer")
            #expect(none.headers["content-type"] == "application/problem+json")
            #expect(none.text("code") == "token_missing")
            #expect(unknown.text("code") == "token_unknown")
            #expect(none.number("status") == 401)
        }
    }

    @Test func aTokensRateIsHeld() async throws {
        try await scene(rate: 2) { _, door in
            let path = "/v1/imports/\(UUID())"
            let statuses = [
                try await door.call("GET", path).status, try await door.call("GET", path).status,
            ]
            let third = try await door.call("GET", path)

            #expect(statuses == [404, 404])
            #expect(third.status == 429)
            #expect(Int(third.headers["retry-after"] ?? "").map { (1...30).contains($0) } == true)
        }
    }

    @Test func aCompanyIsTakenAsJSON() async throws {
        try await scene { scene, door in
            let body = Data(#"{"siren": "732 829 320", "nom": "ACME", "telephone": "01 23 45 67 89"}"#.utf8)
            let first = try await door.call("POST", "/v1/companies", body, type: "application/json")
            let second = try await door.call("POST", "/v1/companies", body, type: "application/json")
            let wrong = try await door.call(
                "POST",
                "/v1/companies",
                Data(#"{"siren": "732829321"}"#.utf8),
                type: "application/json"
            )
            let broken = try await door.call("POST", "/v1/companies", Data("{".utf8), type: "application/json")

            #expect(first.status == 201)
            #expect(first.text("result") == "created")
            #expect(first.text("lead_id").flatMap { UUID(uuidString: $0) } != nil)
            #expect(second.status == 200)
            #expect(second.text("result") == "unchanged")
            #expect(wrong.status == 422)
            #expect(wrong.text("code") == "siren_wrong_key")
            #expect(broken.status == 400)
            #expect(try await scene.count("SELECT count(*) FROM intake.leads") == 1)
        }
    }

    @Test func linesAreAnsweredLineByLine() async throws {
        try await scene { _, door in
            let rows = (0..<450).map { #"{"nom": "Société \#($0)", "cp": "75001"}"# }
            let body = ([rows[0], "no json", #"{"siren":"732829320"}"#] + rows.dropFirst()).joined(separator: "\n")

            let answer = try await door.call("POST", "/v1/companies", Data(body.utf8), type: "application/x-ndjson")

            let lines = answer.lines
            #expect(answer.status == 200)
            #expect(lines.count == 452)
            #expect(lines.compactMap { $0["line"] as? Int } == Array(1...452))
            #expect(lines[1]["code"] as? String == "not_json")
            #expect(lines[2]["result"] as? String == "created")
            #expect(lines.count { $0["result"] as? String == "to_identify" } == 450)
        }
    }

    @Test func aFileIsAcceptedAndWorkedOff() async throws {
        try await scene { _, door in
            let sent = try await door.call(
                "POST",
                "/v1/imports",
                Data("siren;nom\n732829320;ACME\n732829321;Faux\n".utf8)
            )
            let id = try #require(sent.text("id"))
            #expect(sent.status == 202)
            #expect(sent.json.count == 1)
            #expect(sent.headers["location"] == "/v1/imports/\(id)")

            try await eventually("the import is done") {
                try await door.call("GET", "/v1/imports/\(id)").text("status") == "done"
            }

            let report = try await door.call("GET", "/v1/imports/\(id)")
            #expect(
                Set(report.json.keys) == [
                    "id", "status", "rows", "created", "updated", "unchanged", "to_identify", "refused", "errors",
                ]
            )
            #expect(
                numbers(report.number("rows"), report.number("created"), report.number("refused")) == numbers(2, 1, 1)
            )
            let fault = (report.json["errors"] as? [[String: Any]])?.first
            #expect(fault?["line"] as? Int == 3)
            #expect(fault.map { Set($0.keys) } == ["line", "column", "code", "message"])
            #expect(try await door.call("GET", "/v1/imports/\(id)", secret: IngestScene.otherSecret).status == 404)
        }
    }

    @Test func aFormsFileIsAccepted() async throws {
        try await scene { scene, door in
            let form =
                "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"liste.csv\"\r\n\r\nsiren\n732829320\n\r\n--XX--\r\n"

            let sent = try await door.call(
                "POST",
                "/v1/imports?dry_run=true",
                Data(form.utf8),
                type: "multipart/form-data; boundary=XX"
            )

            #expect(sent.status == 202)
            #expect(try await scene.text("SELECT filename FROM intake.import_batches WHERE dry_run") == "liste.csv")
        }
    }

    @Test func anImportIsUndone() async throws {
        try await scene { scene, door in
            let report = try await scene.importFile("siren;nom\n732829320;ACME\n")

            let asked = try await door.call("POST", "/v1/imports/\(report.id)/undo")

            // 202 where the machine is busy; asking again is the same request.
            #expect([200, 202].contains(asked.status))
            try await eventually("it is undone") {
                let again = try await door.call("POST", "/v1/imports/\(report.id)/undo")
                return again.status == 200 && again.text("status") == "undone"
            }
            #expect(try await scene.state() == "")
            #expect(try await door.call("POST", "/v1/imports/\(UUID())/undo").status == 404)
        }
    }

    @Test func whatCannotBeTakenIsExplained() async throws {
        try await scene { _, door in
            let many = (1...300).map { "c\($0)" }.joined(separator: ",")
            let wide = try await door.call("POST", "/v1/imports", Data("siren,\(many)\n".utf8))
            let empty = try await door.call("POST", "/v1/imports", Data())
            let nothing = try await door.call("POST", "/v1/imports", Data("x".utf8), type: "multipart/form-data")
            let large = try await door.call(
                "POST",
                "/v1/companies",
                Data(repeating: 0x20, count: 2 << 20),
                type: "application/json"
            )

            #expect(numbers(wide.status, empty.status, nothing.status, large.status) == numbers(422, 422, 422, 413))
            #expect(wide.text("code") == "too_many_columns")
            #expect(wide.text("detail")?.contains("301") == true)
            #expect(empty.text("code") == "empty_file")
        }
    }
}
