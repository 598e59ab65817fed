import Foundation
import Hummingbird

extension Problem {
    /// What a program reads.
    private struct Details: Encodable {
        let type = "about:blank"
        let title: String
        let status: Int
        let code: String
        let detail: String
        let field: String?
    }

    /// `application/problem+json`.
    func details() throws -> Response {
        let details = Details(
            title: status.reasonPhrase,
            status: status.code,
            code: code,
            detail: text,
            field: field
        )
        var headers: HTTPFields = [.contentType: "application/problem+json"]
        if status == .unauthorized { headers[.wwwAuthenticate] = "Bearer realm=\"filon\"" }
        return Response(
            status: status,
            headers: headers,
            body: .init(byteBuffer: .init(bytes: try JSONBody.encoder.encode(details)))
        )
    }
}

/// JSON as the API writes and reads it: snake_case, ISO 8601 instants.
enum JSONBody {
    static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }

    static func response(
        _ value: some Encodable,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) throws -> Response {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(
            status: status,
            headers: headers,
            body: .init(byteBuffer: .init(bytes: try encoder.encode(value)))
        )
    }
}
