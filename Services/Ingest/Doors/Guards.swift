import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Messaging
import Postgres
import ServiceKit

/// Lets only requests with a valid token pass, at its rate, and puts the token into the request's context.
struct TokenGuard: RouterMiddleware {
    let database: PostgresPool
    let limiter: RateLimiter
    let isCongested: @Sendable () -> Bool
    let now: @Sendable () -> Date

    func handle(
        _ request: Request,
        context: ServiceRequestContext,
        next: @concurrent (Request, ServiceRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let secret = TokenGuard.secret(request.headers[.authorization]) else { throw Problem.tokenMissing }
        let token = try await database.transaction { tx in try TokenStore.find(secret, in: tx) }
        guard let token else { throw Problem.tokenUnknown }
        if let seconds = limiter.admit(token, now: now()) { throw Problem.rate(seconds) }
        if request.method == .post, isCongested() { throw Problem.congested }
        var context = context
        context.principal = token
        return try await next(request, context)
    }

    /// The secret of `Bearer <secret>`, the scheme in any case (RFC 9110, section 11.1).
    static func secret(_ header: String?) -> String? {
        guard let header, header.utf8.count <= 512 else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        let secret = parts[1].trimmingCharacters(in: .whitespaces)
        return secret.isEmpty ? nil : secret
    }
}

extension ServiceRequestContext {
    /// The token that ``TokenGuard`` found, if it opens what the request is about; of what any token opens, nil.
    func token(opening needed: IngestToken.Opening? = .lists) throws -> IngestToken {
        guard let token = principal as? IngestToken else { throw Problem.tokenMissing }
        guard needed == nil || token.opens == needed else { throw Problem.tokenScope }
        return token
    }
}

/// Turns every error into problem details.
struct ProblemGuard: RouterMiddleware {
    let logger: Logger

    func handle(
        _ request: Request,
        context: ServiceRequestContext,
        next: @concurrent (Request, ServiceRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return problem.response()
        } catch let fault as FileFault {
            return Problem.file(fault).response()
        } catch let error as HTTPError {
            return Problem(error.status, "http_\(error.status.code)", error.status.reasonPhrase).response()
        } catch let error as PostgresError {
            logger.error("request failed", metadata: ["error": "\(error)"])
            let isAway = error.isUnavailable || error.code == .poolExhausted
            return Problem(
                isAway ? .serviceUnavailable : .internalServerError,
                "database",
                "La base de données ne répond pas. Renvoyez la demande.",
                retryAfter: 5
            ).response()
        } catch {
            logger.error("request failed", metadata: ["error": "\(type(of: error))"])
            return Problem(.internalServerError, "internal", "Erreur interne. Renvoyez la demande.").response()
        }
    }
}
