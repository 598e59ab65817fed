import Foundation
import Hummingbird
import Postgres
import ServiceKit

/// Lets signed-in people in and sends the others to the door.
struct SessionGate: RouterMiddleware {
    static let cookie = "filon_session"
    /// A session ends so long after its last use.
    static let length: TimeInterval = 12 * 3600

    let web: ConsoleWeb

    func handle(
        _ request: Request,
        context: ServiceRequestContext,
        next: @concurrent (Request, ServiceRequestContext) async throws -> Response
    ) async throws -> Response {
        try Self.refuseForeign(request)
        guard let secret = Self.secret(of: request), let principal = try await principal(secret) else {
            guard request.method == .get else { throw Problem.staleForm }
            return Response(status: .seeOther, headers: [.location: "/sign-in"])
        }
        var context = context
        context.principal = principal
        var response = try await next(request, context)
        guard response.headers[.setCookie] == nil else { return response }  // the page ended the session
        response.headers[.setCookie] = Self.cookie(secret, maxAge: Int(Self.length), isSecure: web.config.isSecure)
        return response
    }

    /// Who asks; nil without a session that is open.
    func visitor(of request: Request) async throws -> Principal? {
        guard let secret = Self.secret(of: request) else { return nil }
        return try await principal(secret)
    }

    private static func secret(of request: Request) -> String? {
        guard let secret = request.cookies[cookie]?.value, Secret.isPlausible(secret) else { return nil }
        return secret
    }

    private func principal(_ secret: String) async throws -> Principal? {
        let now = web.now()
        return try await web.database.transaction(settings: Wall.everywhere) { tx in
            guard let principal = try DoorStore.principal(session: secret, at: now, in: tx) else { return nil }
            if now.timeIntervalSince(principal.seenAt) > 60 {
                try DoorStore.touch(session: secret, at: now, until: now.addingTimeInterval(Self.length), in: tx)
            }
            return principal
        }
    }

    /// A browser says where a form comes from; one of another site is refused whatever it carries.
    static func refuseForeign(_ request: Request) throws(Problem) {
        guard request.method != .get, request.method != .head else { return }
        if let name = HTTPFields.Element.Name("Sec-Fetch-Site"), let site = request.headers[name],
            site != "same-origin", site != "none"
        {
            throw Problem.foreignForm
        }
        guard let origin = request.headers[.origin], let authority = request.head.authority else { return }
        guard origin.split(separator: "//", maxSplits: 1).last.map(String.init) == authority else {
            throw Problem.foreignForm
        }
    }

    static func cookie(_ value: String, maxAge: Int, isSecure: Bool) -> String {
        "\(cookie)=\(value); Path=/; Max-Age=\(maxAge); HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }
}

extension Request {
    /// The form of a signed-in page.
    /// - Throws: ``Problem`` 403 unless it carries the session's token.
    func form(of principal: Principal) async throws -> Form {
        let form = try await form()
        guard let expected = principal.formToken, let given = form["form_token"], Secret.areEqual(expected, given)
        else {
            throw Problem.staleForm
        }
        return form
    }
}
