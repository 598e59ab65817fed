import Foundation
import HTTPClient

/// Ingest's door to the Sirene universe.
struct RegistryDoor: Sendable {
    let url: String
    let token: String

    /// Hands a file over and waits until it is searchable.
    /// - Throws: ``OperatorError`` with ingest's words when it refuses the file, or when it does not answer.
    func load(_ source: UploadSource, _ query: [URLQueryItem]) async throws -> RegistryReport {
        var request = request(.put, query)
        request.headers.set("content-type", "text/csv")
        request.upload = source.upload
        // The answer comes when the indexes stand: of 29 million rows after a quarter of an hour.
        request.deadline = .seconds(3600)
        request.stallLimit = .seconds(3600)
        let client = HTTPClient(userAgent: "filon")
        let response = try await Self.answer(request, client)
        await client.close()
        guard response.status == 200 else { throw IngestDoor.refusal(response) }
        return try OutputJSON.decode(RegistryReport.self, from: response.body)
    }

    func search(_ query: [URLQueryItem], _ client: HTTPClient) async throws -> RegistryPage {
        var request = request(.get, query)
        request.deadline = .seconds(60)
        request.stallLimit = .seconds(60)
        let response = try await Self.answer(request, client)
        guard response.status == 200 else { throw IngestDoor.refusal(response) }
        return try OutputJSON.decode(RegistryPage.self, from: response.body)
    }

    private func request(_ method: HTTPMethod, _ query: [URLQueryItem]) -> HTTPRequest {
        var components = URLComponents()
        components.queryItems = query
        let text = (components.percentEncodedQuery ?? "").replacing("+", with: "%2B")
        return HTTPRequest(
            method,
            "\(url)/v1/registry?\(text)",
            headers: ["authorization": "Bearer \(token)"],
            trust: .operatorConfigured
        )
    }

    private static func answer(_ request: HTTPRequest, _ client: HTTPClient) async throws -> HTTPResponse {
        do {
            return try await client.send(request)
        } catch {
            throw OperatorError(
                "Ingest does not answer (\(error)). Does it run at FILON_INGEST_URL? Look at `filon status`."
            )
        }
    }
}

/// A page of the universe, as ingest answers it.
struct RegistryPage: Codable, Sendable {
    struct Unit: Codable, Sendable {
        let siren: String
        let name: String
        let naf: String?
        let naf25: String?
        let legalForm: String?
        let workforceBand: String?
        let category: String?
        let postcode: String?
        let city: String?
        let departement: String?
        let state: String
        let diffusion: String
        let createdOn: String?
    }

    struct Count: Codable, Sendable {
        let value: Int
        let more: Bool

        var text: String { more ? "more than \(value)" : "\(value)" }
    }

    let units: [Unit]
    let next: String?
    let count: Count?
}
