import Foundation
import Hummingbird
import Logging
import Postgres
import ServiceKit

/// The outermost layer: security headers on every answer, and errors told in French, as a page or as problem details.
/// Logs what was not foreseen, by its kind only.
struct Courtesy: RouterMiddleware {
    let web: ConsoleWeb

    private var logger: Logger { web.logger }

    func handle(
        _ request: Request,
        context: ServiceRequestContext,
        next: @concurrent (Request, ServiceRequestContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            response = try await answer(problem(error, context), to: request)
        }
        for field in Self.headers where !response.headers.contains(field.name) { response.headers.append(field) }
        return response
    }

    private func problem(_ error: any Error, _ context: ServiceRequestContext) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let refusal as Refusal: return Problem(refusal)
        case let error as HTTPError: return Problem(http: error.status)
        case let error as PostgresError:
            logger.error("request failed", metadata: ["request": "\(context.id)", "error": "\(error)"])
            return error.isUnavailable || error.isRetriableAtOnce ? .unavailable : .unexpected
        default:
            logger.error("request failed", metadata: ["request": "\(context.id)", "error": "\(type(of: error))"])
            return .unexpected
        }
    }

    /// A page keeps the menu of who is signed in, so that nobody is stuck on it; while the database is away it goes
    /// without.
    private func answer(_ problem: Problem, to request: Request) async throws -> Response {
        if request.uri.path.hasPrefix("/api/") { return try problem.details() }
        let isAway = problem.status == .serviceUnavailable
        let visitor = isAway ? nil : try? await SessionGate(web: web).visitor(of: request)
        return Layout.page(
            title: problem.status.reasonPhrase,
            principal: visitor,
            status: problem.status,
            """
            <h1>\(problem.status == .notFound ? "Introuvable" : "Ce n’est pas possible")</h1>
            <p class="notice" role="alert">\(problem.text)</p><p><a href="/">Revenir à l’accueil</a></p>
            """
        )
    }

    private static let headers: HTTPFields = {
        var headers = HTTPFields()
        headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
            + "frame-ancestors 'none'; base-uri 'none'"
        headers[.xContentTypeOptions] = "nosniff"
        headers[.cacheControl] = "no-store"
        // Not "no-referrer": under it browsers send `Origin: null` with our own forms, which the gate must refuse.
        if let name = HTTPFields.Element.Name("Referrer-Policy") { headers[name] = "same-origin" }
        if let name = HTTPFields.Element.Name("X-Frame-Options") { headers[name] = "DENY" }
        return headers
    }()
}

extension Problem {
    /// What the web framework itself refuses.
    init(http status: HTTPResponse.Status) {
        switch status {
        case .notFound: self = .notFound
        case .contentTooLarge: self = .tooLarge
        case .methodNotAllowed: self.init(status, "method_not_allowed", "Cette adresse ne connaît pas cette méthode.")
        case _ where status.code < 500: self.init(status, "bad_request", "La demande n’est pas comprise.")
        default: self = .unexpected
        }
    }
}
