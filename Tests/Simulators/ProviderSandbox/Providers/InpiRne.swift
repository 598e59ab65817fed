import Foundation
import HTTPTypes

/// The national register of companies at INPI (registre-national-entreprises.inpi.fr/api).
///
/// A login gives a token of one hour by the simulator's clock; any user and password do but a password that begins
/// with `bad`. Documented: 10,000 calls a day, five logins in thirty seconds, then ten minutes without.
struct InpiRne: SimulatedProvider {
    static let name = "inpi"
    static let limits = [RateLimit.perDay(10_000)]
    /// Seconds that a token lives.
    static let tokenLife = 3600.0

    let catalogue: CompanyCatalogue
    let state: SandboxState

    var routes: [Route] {
        let siren: @Sendable (Asked) -> [String] = { $0.path["siren"].map { [$0] } ?? [] }
        return [
            Route(
                method: .post,
                path: "api/sso/login",
                limits: [RateLimit(name: "logins", calls: 5, seconds: 30, ban: 600)],
                answer: logIn
            ),
            Route(path: "api/companies/:siren", sirens: siren) { company($0) { InpiFormality.document(of: $0) } },
            Route(path: "api/companies/:siren/attachments", sirens: siren) { asked in
                let answer = company(asked) { InpiAttachments(company: $0).document }
                return answer.status == 404 ? Self.withoutAttachments : answer
            },
            Route(path: "api/bilans-saisis/:id", sirens: { Self.siren(ofStatement: $0).map { [$0] } ?? [] }) {
                statement($0)
            },
        ]
    }

    static func refusal(_ refusal: Refusal) -> Answer {
        switch refusal {
        case .badKey, .expiredToken, .outOfCredits: unauthorized
        case .tooMany: failure(429, "too_many_requests", "Trop de requêtes.")
        case .status(401): unauthorized
        case .status(404): missing
        case .status(let status): failure(status, "server_error", "Allowed memory size exhausted")
        }
    }

    private static let unauthorized = failure(401, "unauthorized", "Identifiants invalides.")
    /// This operation names the status where the others name the reason.
    private static let withoutAttachments = Answer(
        status: 404,
        body: missing.body.replacing("errorCode", with: "404")
            .replacing("webserviceCode", with: "api_company_attachments")
    )
    private static let missing = failure(404, "company_not_found", "Impossible de trouver la ressource demandée")

    private static func failure(_ status: Int, _ code: String, _ message: String) -> Answer {
        Answer(
            status: status,
            body: [
                "code": .string("\(status)"), "webserviceCode": "api_company", "errorCode": .string(code),
                "message": .string(message), "type": .string(status == 404 ? "notFound" : "error"),
            ]
        )
    }

    private func logIn(_ asked: Asked) -> Answer {
        let credentials = try? JSONSerialization.jsonObject(with: Data(asked.body)) as? [String: Any]
        guard let user = credentials?["username"] as? String, !user.isEmpty,
            state.accepts(credentials?["password"] as? String, at: Self.name)
        else { return Self.unauthorized }
        let expiry = asked.time + Self.tokenLife
        let token = Self.token(from: asked.time, until: expiry)
        state.issue(token, until: expiry)
        return Answer(body: [
            "user": ["email": .string(user), "firstname": "Simulateur", "lastname": "Filon"],
            "token": .string(token),
        ])
    }

    /// In the form of a JWT (RFC 7519), without a signature that would mean anything.
    private static func token(from start: Double, until end: Double) -> String {
        let claims = #"{"iat":\#(Int(start)),"exp":\#(Int(end)),"jti":"\#(Int(start * 1000))"}"#
        return ["{\"typ\":\"JWT\",\"alg\":\"none\"}", claims, "simulated"].map { part in
            Data(part.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
                .replacing("=", with: "")
        }.joined(separator: ".")
    }

    private func isAuthorized(_ asked: Asked) -> Bool {
        guard let field = asked.headers["authorization"], field.hasPrefix("Bearer ") else { return false }
        return state.isIssued(String(field.dropFirst(7)))
    }

    private func company(_ asked: Asked, _ document: (Company) -> JSONValue) -> Answer {
        guard isAuthorized(asked) else { return Self.unauthorized }
        guard let company = asked.path["siren"].flatMap({ catalogue.company($0, on: asked.day) }) else {
            return Self.missing
        }
        return Answer(body: document(company))
    }

    /// One typed balance sheet by its id.
    private func statement(_ asked: Asked) -> Answer {
        guard isAuthorized(asked) else { return Self.unauthorized }
        guard let siren = Self.siren(ofStatement: asked), let company = catalogue.company(siren, on: asked.day),
            let statement = InpiAttachments(company: company).statement(id: asked.path["id"] ?? "")
        else { return Self.missing }
        return Answer(body: statement)
    }

    /// Ids of the simulator begin with the SIREN.
    private static func siren(ofStatement asked: Asked) -> String? {
        guard let id = asked.path["id"], id.utf8.count == InpiAttachments.idLength else { return nil }
        return String(id.prefix(9))
    }
}
