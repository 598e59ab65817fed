import Foundation
import Hummingbird

/// Fields of a form as a browser sends them (`application/x-www-form-urlencoded`). Of a repeated field the last counts.
struct Form: Sendable {
    private let fields: [String: String]

    /// - Throws: ``Problem`` 400 beyond 100 fields or where the text is not the format's.
    init(decoding text: String) throws(Problem) {
        let pairs = text.split(separator: "&")
        guard pairs.count <= 100 else { throw Problem(.badRequest, "form.fields", "Le formulaire a trop de champs.") }
        var fields: [String: String] = [:]
        for pair in pairs {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count > 1 ? parts[1] : "") else {
                throw Problem(.badRequest, "form.encoding", "Le formulaire est mal encodé.")
            }
            fields[name] = value.replacing("\r\n", with: "\n").filter { $0 != "\0" }
        }
        self.fields = fields
    }

    /// The field without spaces around it; nil where it is missing or empty.
    subscript(name: String) -> String? {
        let value = fields[name]?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        return value.isEmpty ? nil : value
    }

    private static func decoded(_ text: Substring) -> String? {
        String(text.map { $0 == "+" ? " " : $0 }).removingPercentEncoding
    }
}

extension Request {
    /// Largest body of a page's form or an API call, bytes.
    static let bodyLimit = 1 << 20

    /// - Throws: ``Problem`` 413.
    func bytes() async throws -> [UInt8] {
        do {
            let buffer = try await body.collect(upTo: Self.bodyLimit)
            return Array(buffer.readableBytesView)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw Problem.tooLarge
        }
    }

    func form() async throws -> Form {
        try Form(decoding: String(decoding: try await bytes(), as: UTF8.self))
    }

    /// A value of the query.
    func query(_ name: String) -> String? {
        uri.queryParameters.get(name).flatMap { $0.isEmpty ? nil : $0 }
    }
}
