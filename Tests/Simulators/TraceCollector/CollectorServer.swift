import Foundation
import Hummingbird
import NIOCore

/// `POST /v1/traces` as a collector answers it, and a summary for people and tests at `/`.
struct CollectorServer: Sendable {
    let store: SpanStore
    var reads = true

    func application(
        port: Int,
        bind: String = "127.0.0.1",
        onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        Application(
            router: router(),
            configuration: .init(address: .hostname(bind, port: port)),
            onServerRunning: onServerRunning
        )
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.post("v1/traces") { request, _ in try await take(request) }
        router.get("/") { _, _ in
            let text =
                "{\"simulator\":true,\"requests\":\(store.requests),\"bytes\":\(store.bytes),"
                + "\"spans\":\(store.spans.count),\"complaints\":\(store.complaints.count)}"
            return answer(.ok, text)
        }
        return router
    }

    private func take(_ request: Request) async throws -> Response {
        let body = Data(try await request.body.collect(upTo: 16 << 20).readableBytesView)
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        if let fault = store.came(bytes: body.count, headers: headers) { return try await misbehave(fault) }
        guard reads else { return answer(.ok, "{}") }
        guard headers["content-type"] == "application/json" else {
            store.complain("the content type is \(headers["content-type"] ?? "missing")")
            return answer(.unsupportedMediaType, "")
        }
        do {
            store.keep(try TraceRequest.spans(in: body))
            return answer(.ok, "{\"partialSuccess\":{}}")
        } catch {
            store.complain("\(error)")
            return answer(.badRequest, "{\"code\":3}")
        }
    }

    private func misbehave(_ fault: SpanStore.Fault) async throws -> Response {
        // Until the client gives up: its end of the connection cancels this task.
        if fault.hangs { try await Task.sleep(for: .seconds(3600)) }
        var response = answer(.init(code: fault.status), fault.body)
        if let after = fault.retryAfter { response.headers[.retryAfter] = after }
        return response
    }

    private func answer(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: text))
        )
    }
}
