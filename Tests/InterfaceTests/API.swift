import Contracts
import Foundation
import HTTPClient
import InstallationSupport

/// The console's REST API, as a program of the house calls it.
struct API: Sendable {
    let filon: Installation
    let token: String

    struct Refused: Error, CustomStringConvertible {
        let call: String
        let status: Int
        let answer: String
        var description: String { "\(call) was answered with \(status): \(answer.prefix(300))" }
    }

    /// - Returns: the answer; null where it has no body.
    /// - Throws: ``Refused`` for every status but a success.
    @discardableResult
    func call(_ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        let response = try await filon.send(
            method,
            "console",
            "/api/v1" + path,
            headers: ["authorization": "Bearer \(token)", "content-type": "application/json"],
            body: try body.map { try Wire.encode($0) }
        )
        guard (200..<300).contains(response.status) else {
            throw Refused(
                call: "\(method.rawValue) \(path)",
                status: response.status,
                answer: String(decoding: response.body, as: UTF8.self)
            )
        }
        return response.body.isEmpty ? .null : try Wire.decode(JSONValue.self, from: response.body)
    }

    /// The ids of the first leads in a state.
    func leads(_ state: String) async throws -> [String] {
        try await call(.get, "/leads?state=\(state)")["items"]?.elements?.compactMap { $0["id"]?.text } ?? []
    }
}
