import Foundation
import HTTPClient

/// A session at INPI's register (RNE): `POST /sso/login` with user and password, answered with a JWT.
///
/// Five logins in half a minute are answered with ten minutes of refusal, so the token is shared by all replicas.
struct InpiLogin: ProviderLogin {
    /// A token is kept for an hour at most, whatever it claims.
    static let longest: TimeInterval = 3600
    /// A token is given up so long before it ends, so that no question arrives after it.
    static let margin: TimeInterval = 30

    let baseURL: String
    let user: String
    let password: String

    var request: HTTPRequest {
        var request = HTTPRequest.json(RequestURL.joining(baseURL, path: ["sso", "login"]))
        request.method = .post
        request.isRepeatable = false
        request.headers.set("Content-Type", "application/json")
        request.body = KeptReply.body(["username": user, "password": password])
        return request
    }

    func session(from response: HTTPResponse, at now: Date) -> ProviderSession? {
        guard response.status == 200, let token = Self.token(in: response.body) else { return nil }
        let lifetime = min(Self.lifetime(of: token, at: now) ?? Self.longest, Self.longest) - Self.margin
        guard lifetime > 0 else { return nil }
        return ProviderSession(token: token, validUntil: now.addingTimeInterval(lifetime))
    }

    func authorise(_ request: inout HTTPRequest, with session: ProviderSession) {
        request.headers.set("Authorization", "Bearer \(session.token)")
    }

    /// What can stand in a header, and is no document.
    private static func token(in body: [UInt8]) -> String? {
        guard let object = LooseObject(body), let token = object.fields["token"] as? String,
            (1...8192).contains(token.utf8.count), token.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return token
    }

    /// Seconds that the token is good for by its own claims (RFC 7519, section 4.1): between `iat` and `exp` where both
    /// are there, since the two clocks may differ; nil where it claims nothing that can be read.
    private static func lifetime(of token: String, at now: Date) -> TimeInterval? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let claims = decoded(parts[1]).flatMap({ LooseObject($0) }),
            let end = claims.number("exp")
        else { return nil }
        return end - (claims.number("iat") ?? now.timeIntervalSince1970)
    }

    /// base64url without padding (RFC 7515, section 2).
    private static func decoded(_ part: Substring) -> [UInt8]? {
        var text = String(part).replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text).map { [UInt8]($0) }
    }
}

extension InpiLogin: CustomStringConvertible {
    var description: String { "InpiLogin" }
}
