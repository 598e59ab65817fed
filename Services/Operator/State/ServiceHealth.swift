import Contracts
import HTTPClient
import ServiceKit

/// What a service says of itself.
struct ServiceHealth: Encodable, Sendable {
    let service: String
    let ready: Bool
    let missing: [String]

    private struct Answer: Decodable {
        let ready: Bool
        let missing: [String]?
    }

    /// Asks every service whose address is set.
    static func ask(_ settings: Settings) async -> [ServiceHealth] {
        let client = HTTPClient(userAgent: "filon")
        var health: [ServiceHealth] = []
        for service in ServiceName.allCases where service != .operator {
            let variable = "FILON_\(service.rawValue.uppercased().replacing("-", with: "_"))_HEALTH_URL"
            guard let url = settings.optional(variable, "where \(service.rawValue) says how it is") else { continue }
            health.append(await ask(service, url, client))
        }
        await client.close()
        return health
    }

    private static func ask(_ service: ServiceName, _ url: String, _ client: HTTPClient) async -> ServiceHealth {
        var request = HTTPRequest(.get, url, trust: .operatorConfigured)
        request.deadline = .seconds(3)
        do {
            let response = try await client.send(request)
            let answer = try? OutputJSON.decode(Answer.self, from: response.body)
            return ServiceHealth(
                service: service.rawValue,
                ready: answer?.ready ?? false,
                missing: answer?.missing ?? (answer == nil ? ["answered \(response.status)"] : [])
            )
        } catch {
            return ServiceHealth(service: service.rawValue, ready: false, missing: ["does not answer: \(error)"])
        }
    }
}
