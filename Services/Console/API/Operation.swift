import Contracts
import Foundation
import Hummingbird
import ServiceKit

/// One thing that the API does: the route and its description are one value, so that neither can lack the other.
struct Operation: Sendable {
    struct Parameter: Sendable {
        let name: String
        let schema: JSONValue
        let meaning: String
    }

    let method: HTTPRequest.Method
    /// below `/api/v1`, with `{name}` for what varies
    let path: String
    /// `operationId`
    let id: String
    let summary: String
    let permission: String
    var query: [Parameter] = []
    /// name of the body's schema
    var body: String?
    /// JSON Schema of what a success answers; nil: no content
    var answer: JSONValue?
    var status: HTTPResponse.Status = .ok
    let run: @Sendable (Request, ServiceRequestContext, Principal) async throws -> Response

    /// The path as the router writes it.
    var route: String { "/api/v1" + path.replacing("{", with: ":").replacing("}", with: "") }

    static let paging: [Parameter] = [
        Parameter(name: "after", schema: ["type": "string"], meaning: "« next » of the page before"),
        Parameter(
            name: "limit",
            schema: ["type": "integer", "minimum": 1, "maximum": 200, "default": 50],
            meaning: "entries at most"
        ),
    ]
}

/// A page of entries, and the key to go on with.
struct Page<Item: Encodable & Sendable>: Encodable, Sendable {
    let items: [Item]
    let next: String?

    /// - Parameter fetched: one more than `limit` where there is a next page.
    init(_ fetched: [Item], limit: Int, key: (Item) -> String) {
        items = Array(fetched.prefix(limit))
        next = fetched.count > limit ? items.last.map(key) : nil
    }
}

extension Request {
    /// - Throws: ``Problem`` 400 outside 1…200.
    func limit() throws(Problem) -> Int {
        guard let text = query("limit") else { return 50 }
        guard let limit = Int(text), (1...200).contains(limit) else {
            throw Problem(.badRequest, "limit.range", "« limit » va de 1 à 200.", field: "limit")
        }
        return limit
    }

    /// A body in JSON.
    /// - Throws: ``Problem`` 400 naming the field that does not fit, never its value.
    func json<T: Decodable>(as type: T.Type) async throws -> T {
        do {
            return try JSONBody.decoder.decode(type, from: .init(try await bytes()))
        } catch let error as DecodingError {
            throw Problem(
                .badRequest,
                "body.malformed",
                "Le corps de la demande n’est pas le JSON attendu.",
                field: error.field
            )
        }
    }
}

extension DecodingError {
    /// The path of the field that did not fit.
    var field: String? {
        let path =
            switch self {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            @unknown default: [] as [any CodingKey]
            }
        return path.isEmpty ? nil : path.map(\.stringValue).joined(separator: ".")
    }
}
