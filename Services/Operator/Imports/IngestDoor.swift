import Foundation
import HTTPClient

/// Ingest's own HTTP, as anybody with a token uses it.
struct IngestDoor: Sendable {
    let url: String
    let token: String

    /// Hands a CSV file over; it is durable when this returns.
    /// - Returns: the import's id.
    /// - Throws: ``OperatorError`` with ingest's words when it refuses the file, or when it does not answer.
    func upload(_ file: [UInt8], named name: String, isDryRun: Bool, _ client: HTTPClient) async throws -> String {
        var query = URLComponents()
        query.queryItems = [URLQueryItem(name: "filename", value: name)]
        if isDryRun { query.queryItems?.append(URLQueryItem(name: "dry_run", value: "true")) }
        var request = HTTPRequest(
            .post,
            "\(url)/v1/imports?\(query.percentEncodedQuery ?? "")",
            headers: ["authorization": "Bearer \(token)", "content-type": "text/csv"],
            body: file,
            trust: .operatorConfigured
        )
        request.deadline = .seconds(600)
        request.stallLimit = .seconds(120)
        let response = try await insist(request, client)
        guard response.status == 202 else { throw Self.refusal(response) }
        return try OutputJSON.decode(Accepted.self, from: response.body).id
    }

    /// Sends again while ingest restarts: the same file from the same token is the same import.
    private func insist(_ request: HTTPRequest, _ client: HTTPClient) async throws -> HTTPResponse {
        let end = ContinuousClock.now + .seconds(10)
        while true {
            do {
                return try await client.send(request)
            } catch {
                guard ContinuousClock.now < end else {
                    throw OperatorError(
                        "Ingest does not answer (\(error)). Does it run at FILON_INGEST_URL? Look at `filon status`."
                    )
                }
                Progress.show("ingest does not answer; trying again")
                try await Task.sleep(for: .milliseconds(250))
            }
        }
    }

    /// - Returns: nil while ingest is away or asks for patience: the import is durable and goes on after a restart.
    func report(_ id: String, _ client: HTTPClient) async throws -> ImportReport? {
        let request = HTTPRequest(
            .get,
            "\(url)/v1/imports/\(id)",
            headers: ["authorization": "Bearer \(token)"],
            trust: .operatorConfigured
        )
        guard let response = try? await client.send(request), response.status < 500, response.status != 429 else {
            return nil
        }
        guard response.status == 200 else { throw Self.refusal(response) }
        return try OutputJSON.decode(ImportReport.self, from: response.body)
    }

    private struct Accepted: Decodable {
        let id: String
    }

    /// RFC 9457, what ingest answers errors with.
    private struct Problem: Decodable {
        let title: String?
        let detail: String?
    }

    static func refusal(_ response: HTTPResponse) -> OperatorError {
        let problem = try? OutputJSON.decode(Problem.self, from: response.body)
        let text = problem?.detail ?? problem?.title ?? "no reason given"
        let remedy =
            response.status == 401 ? " Check FILON_INGEST_TOKEN; `filon token create --kind ingest` makes one." : ""
        return OperatorError("Ingest answered \(response.status): \(text)\(remedy)")
    }
}
