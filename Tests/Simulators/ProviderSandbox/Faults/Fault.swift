import HTTPTypes
import Hummingbird
import NIOCore

/// A plan applied to one answer.
struct Fault: Sendable {
    struct ConnectionCut: Error {}

    let plan: FaultPlan

    func laid(over answer: () -> Response) async throws -> Response {
        if let latency = plan.latencyMs { try await Task.sleep(for: .milliseconds(latency)) }
        if plan.cut == true { return cut() }
        if plan.malformed == true {
            return Response(bytes: Array(#"{"results": [{"siren": "#.utf8), type: "application/json", status: 200)
        }
        guard let status = plan.status else { return answer() }
        var response = Response(json: Answer(status: status, body: ["erreur": "Panne simulée."]))
        if status == 429 || status == 503 { response.headers[.retryAfter] = "1" }
        return response
    }

    /// Promises a thousand bytes, sends a few and drops the connection.
    private func cut() -> Response {
        var response = Response(status: .ok)
        response.headers[.contentType] = "application/json"
        response.body = ResponseBody(contentLength: 1000) { writer in
            try await writer.write(ByteBuffer(string: #"{"results": ["#))
            throw ConnectionCut()
        }
        return response
    }
}

extension Response {
    init(json answer: Answer) {
        self.init(bytes: answer.body.bytes, type: "application/json", status: answer.status)
    }

    init(bytes: [UInt8], type: String, status: Int) {
        self.init(
            status: .init(code: status),
            headers: [.contentType: type],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}
