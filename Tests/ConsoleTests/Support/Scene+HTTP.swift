import Contracts
import Foundation
import HTTPClient
import Postgres
import TestSupport

@testable import Console

/// A browser that is signed in.
struct Browser: Sendable {
    let scene: Scene
    let session: String
    let formToken: String

    func get(_ path: String) async throws -> Answer {
        try await scene.send(.get, path, ["Cookie": "filon_session=\(session)"])
    }

    /// Submits a form as its page would, with the session's token unless told.
    func post(_ path: String, _ fields: [String: String], formToken: String? = nil) async throws -> Answer {
        var fields = fields
        fields["form_token"] = formToken ?? self.formToken
        return try await scene.send(
            .post,
            path,
            ["Cookie": "filon_session=\(session)", "Content-Type": "application/x-www-form-urlencoded"],
            Scene.encoded(fields)
        )
    }
}

/// A program with a token of the API.
struct Caller: Sendable {
    let scene: Scene
    let token: String

    func call(
        _ method: HTTPMethod,
        _ path: String,
        _ body: JSONValue? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        var headers = headers
        headers["Authorization"] = "Bearer \(token)"
        headers["Content-Type"] = "application/json"
        let bytes = try body.map { [UInt8](try JSONEncoder().encode($0)) }
        return try await scene.send(method, "/api/v1" + path, headers, bytes)
    }
}

struct Answer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: String

    var json: JSONValue? { try? Wire.decode(JSONValue.self, from: Array(body.utf8)) }

    /// A value inside the answer, by keys and indices joined with points.
    subscript(path: String) -> JSONValue? {
        path.split(separator: ".").reduce(json) { value, key in
            switch value {
            case .object(let fields): fields[String(key)]
            case .array(let items): Int(key).flatMap { items.indices.contains($0) ? items[$0] : nil }
            default: nil
            }
        }
    }

    func count(of path: String) -> Int {
        if case .array(let items) = self[path] { items.count } else { -1 }
    }
}

extension Scene {
    func send(
        _ method: HTTPMethod,
        _ path: String,
        _ headers: [String: String] = [:],
        _ body: [UInt8]? = nil
    ) async throws -> Answer {
        var fields = HTTPHeaders()
        for (name, value) in headers { fields.add(name, value) }
        let response = try await client.send(
            HTTPRequest(method, base + path, headers: fields, body: body, trust: .operatorConfigured)
        )
        return Answer(
            status: response.status,
            headers: response.headers,
            body: String(decoding: response.body, as: UTF8.self)
        )
    }

    /// A browser of somebody who signed in a moment ago.
    func browser(of user: UUID) async throws -> Browser {
        let secret = Secret.make()
        let now = clock.now
        let token = try await database.withSession { session in
            try await session.query(
                """
                WITH opened AS (
                    INSERT INTO admin.sessions (hash, user_id, created_at, seen_at, expires_at)
                    VALUES (sha256(convert_to($1::text, 'UTF8')), $2, $3::timestamptz, $3, $3::timestamptz + interval '12 hours'))
                SELECT encode(sha256(convert_to($1::text || ' form', 'UTF8')), 'hex')
                """,
                secret,
                user,
                now
            ).values(as: String.self).joined()
        }
        return Browser(scene: self, session: secret, formToken: token)
    }

    func caller(for user: UUID) async throws -> Caller {
        let secret = Secret.make()
        try await database.withSession { session in
            _ = try await session.query(
                """
                INSERT INTO admin.api_tokens (id, hash, name, user_id)
                VALUES ($2, sha256(convert_to($1, 'UTF8')), 'test', $3)
                """,
                secret,
                UUIDv7.make(),
                user
            )
        }
        return Caller(scene: self, token: secret)
    }

    /// The secret of a one-time link for somebody.
    func link(for user: UUID) async throws -> String {
        let secret = Secret.make()
        let until = clock.now.addingTimeInterval(900)
        try await database.withSession { session in
            _ = try await session.query(
                """
                INSERT INTO admin.sign_in_links (hash, user_id, expires_at)
                VALUES (sha256(convert_to($1, 'UTF8')), $2, $3)
                """,
                secret,
                user,
                until
            )
        }
        return secret
    }

    static func encoded(_ fields: [String: String]) -> [UInt8] {
        let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")
        return Array(
            fields.map { name, value in
                name + "=" + (value.addingPercentEncoding(withAllowedCharacters: plain) ?? "")
            }.joined(separator: "&").utf8
        )
    }
}
