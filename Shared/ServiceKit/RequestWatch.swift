import Foundation
import HTTPTypes
import Hummingbird
import Messaging
import Telemetry

/// Times every request and makes its span, within which it announces. A caller that sends a well-formed `traceparent`
/// has its trace carried on, also by a service that does not trace.
struct RequestWatch: RouterMiddleware {
    let meter: RequestMeter
    let tracer: Tracer?

    private static let traceparent = HTTPField.Name("traceparent")
    private static let methods: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete, .options]

    func handle(
        _ request: Request,
        context: ServiceRequestContext,
        next: @concurrent (Request, ServiceRequestContext) async throws -> Response
    ) async throws -> Response {
        guard RequestWatch.watches(request.uri.path) else { return try await next(request, context) }
        let parent = RequestWatch.traceparent.flatMap { request.headers[$0] }.flatMap(SpanContext.init)
        let span = begin(parent)
        let (start, clock) = (SpanClock.now, ContinuousClock.now)
        func end(_ status: Int) {
            meter.answered(status, after: .now - clock)
            record(span, parent, request, context, status, since: start)
        }
        do {
            let response = try await SpanContext.$current.withValue(span ?? parent) {
                try await next(request, context)
            }
            end(response.status.code)
            return response
        } catch {
            end((error as? any HTTPResponseError)?.status.code ?? 500)
            throw error
        }
    }

    /// Not what looks after the service itself.
    private static func watches(_ path: String) -> Bool {
        !(path.hasPrefix("/health/") || path == "/metrics" || path == "/version")
    }

    private func begin(_ parent: SpanContext?) -> SpanContext? {
        guard let tracer else { return nil }
        if let parent { return parent.child() }
        var root = SpanContext.root()
        root.isSampled = tracer.samples(root)
        return root
    }

    /// The route as it is declared, never the path: what a path holds is the caller's.
    private func record(
        _ span: SpanContext?,
        _ parent: SpanContext?,
        _ request: Request,
        _ context: ServiceRequestContext,
        _ status: Int,
        since start: UInt64
    ) {
        guard let tracer, let span, span.isSampled else { return }
        // What is no known method may be anything.
        let method = RequestWatch.methods.contains(request.method) ? request.method.rawValue : "_OTHER"
        let route = context.endpointPath.flatMap { $0 == "NotFound" ? nil : $0 }
        let shape = SpanShape(route.map { "\(method) \($0)" } ?? method, .server)
        var record = Span(
            span,
            parentID: parent?.spanID ?? 0,
            shape,
            start: start,
            end: SpanClock.now,
            [
                SpanAttribute("http.request.method", .text(method)),
                SpanAttribute("http.response.status_code", .number(status)),
            ] + (route.map { [SpanAttribute("http.route", .text($0))] } ?? [])
        )
        if status >= 500 {
            record.error = String(status)
            record.attributes.append(SpanAttribute("error.type", .text(String(status))))
        }
        tracer.record(record)
    }
}
