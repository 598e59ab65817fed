import Foundation
import HTTPClient

/// Enrichment's door for bulk files.
struct EnrichmentDoor: Sendable {
    let url: String
    /// Opens it once.
    let permit: String

    /// Hands a file over and waits until it is in use.
    /// - Throws: ``OperatorError`` with enrichment's words when it refuses the file, or when it does not answer.
    func load(_ source: UploadSource, _ provider: String, _ query: [URLQueryItem]) async throws -> RatiosReport {
        var components = URLComponents()
        components.queryItems = query
        let text = (components.percentEncodedQuery ?? "").replacing("+", with: "%2B")
        var request = HTTPRequest(
            .put,
            "\(url)/v1/files/\(provider)?\(text)",
            headers: ["authorization": "Bearer \(permit)", "content-type": "text/csv"],
            trust: .operatorConfigured
        )
        request.upload = source.upload
        request.deadline = .seconds(3600)
        request.stallLimit = .seconds(3600)
        let client = HTTPClient(userAgent: "filon")
        let response: HTTPResponse
        do {
            response = try await client.send(request)
        } catch {
            await client.close()
            throw OperatorError(
                "Enrichment does not answer (\(error)). Does it run at FILON_ENRICHMENT_URL? Look at `filon status`."
            )
        }
        await client.close()
        guard response.status == 200 else { throw Self.refusal(response) }
        return try OutputJSON.decode(RatiosReport.self, from: response.body)
    }

    private static func refusal(_ response: HTTPResponse) -> OperatorError {
        struct Problem: Decodable {
            let detail: String?
        }
        let problem = try? OutputJSON.decode(Problem.self, from: response.body)
        return OperatorError("Enrichment answered \(response.status): \(problem?.detail ?? "no reason given")")
    }
}
