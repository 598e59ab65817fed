import Foundation
import Hummingbird
import Postgres
import ServiceKit

/// Lets programs in that carry a token of the API.
struct TokenGate: RouterMiddleware {
    let web: ConsoleWeb

    func handle(
        _ request: Request,
        context: ServiceRequestContext,
        next: @concurrent (Request, ServiceRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let header = request.headers[.authorization], header.lowercased().hasPrefix("bearer ") else {
            throw Problem.unauthorized
        }
        let token = String(header.dropFirst(7)).trimmingCharacters(in: .whitespaces)
        let now = web.now()
        guard Secret.isPlausible(token) else { throw Problem.unauthorized }
        let principal = try await web.database.transaction(settings: Wall.everywhere) { tx -> Principal? in
            guard let principal = try DoorStore.principal(token: token, at: now, in: tx) else { return nil }
            if now.timeIntervalSince(principal.seenAt) > 60 { try DoorStore.touch(token: token, at: now, in: tx) }
            return principal
        }
        guard let principal else { throw Problem.unauthorized }
        var context = context
        context.principal = principal
        return try await next(request, context)
    }
}
