import HTTPTypes
import Hummingbird

/// Says of every answer that it comes from a simulator, and when, by its clock.
struct SimulatorMark: RouterMiddleware {
    private static let name = HTTPField.Name("X-Filon-Simulator")

    let clock: SandboxClock

    @concurrent
    func handle(
        _ request: Request,
        context: SandboxContext,
        next: @concurrent (Request, SandboxContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as HTTPError {
            response = try error.response(from: request, context: context)
        }
        if let name = Self.name { response.headers[name] = "1" }
        if clock.isScripted, !response.isDated { response.skewDate(to: clock.time) }
        return response
    }
}

extension Response {
    private static let date = HTTPField.Name(DateRewriting.field)

    var isDated: Bool { Self.date.map { headers.contains($0) } ?? false }

    /// Asks ``DateRewriting`` for another `Date` than the server's own.
    mutating func skewDate(to time: Double) {
        if let name = Self.date { headers[name] = SandboxClock.http(time) }
    }

    /// The fields by which Opendatasoft tells what is left of a quota.
    mutating func tellRemaining(_ calls: Int, of limit: RateLimit, at time: Double) {
        let midnight = ((time / 86_400).rounded(.down) + 1) * 86_400
        for (name, value) in [
            ("X-RateLimit-Limit", "\(limit.calls)"), ("X-RateLimit-Remaining", "\(calls)"),
            ("X-RateLimit-Reset", SandboxClock.iso(midnight)),
        ] {
            if let field = HTTPField.Name(name) { headers[field] = value }
        }
    }
}
