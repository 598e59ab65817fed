import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// A plan applied to one answer.
struct Fault: Sendable {
    struct ConnectionCut: Error {}

    let plan: FaultPlan
    let provider: any SimulatedProvider
    /// Seconds since 1970 by the simulator's clock.
    let time: Double

    /// Whether the provider gets to answer at all, and so to charge for it.
    var isAnswered: Bool {
        guard plan.refusal == nil, plan.malformed != true else { return false }
        return switch plan.fault {
        case .depthBomb, .sizeBomb, .redirect, .htmlPage: false
        default: true
        }
    }

    func laid(over answer: () -> Answer) async throws -> Response {
        if let latency = plan.latencyMs { try await Task.sleep(for: .milliseconds(latency)) }
        guard isAnswered else { return instead() }
        let sound = answer()
        if plan.cut == true { return Self.cut(sound) }
        return deformed(sound)
    }

    /// What comes in place of an answer.
    private func instead() -> Response {
        if let refusal = plan.refusal { return refused(refusal) }
        switch plan.fault {
        case .depthBomb: return Bombs.deep(plan.depth ?? 200_000)
        case .sizeBomb: return Bombs.large(plan.sizeBytes ?? 256 << 20)
        case .redirect:
            var response = Response(status: .found)
            response.headers[.location] = plan.location ?? "http://169.254.169.254/latest/meta-data/"
            return response
        case .htmlPage: return Response(.text(Self.page, type: "text/html; charset=utf-8"))
        default:
            return Response(.text(#"{"results": [{"siren": "#, type: "application/json"))
        }
    }

    private func refused(_ refusal: Refusal) -> Response {
        var response = Response(type(of: provider).refusal(refusal))
        if response.status.code == 429 || response.status.code == 503 || plan.retryAfter != nil {
            let seconds = plan.retryAfter ?? 1
            response.headers[.retryAfter] =
                plan.retryAfterAsDate == true ? SandboxClock.http(time + Double(seconds)) : String(seconds)
        }
        return response
    }

    /// The sound answer, spoilt on its way.
    private func deformed(_ sound: Answer) -> Response {
        switch plan.fault {
        case .gzip: return compressed(sound, share: 1)
        case .truncatedGzip: return compressed(sound, share: 0.5)
        case .wrongCharset:
            var answer = sound
            answer.document = .init(type: "application/json; charset=utf-8", bytes: Bytes.latin1(sound.bytes))
            return Response(answer)
        case .impossibleDates:
            var answer = sound
            answer.document = .init(type: sound.type, bytes: Bytes.withImpossibleDates(sound.bytes))
            return Response(answer)
        case .drip: return Bombs.dripping(sound, every: plan.intervalMs ?? 1000)
        default: return Response(sound)
        }
    }

    private func compressed(_ sound: Answer, share: Double) -> Response {
        var answer = sound
        let bytes = Gzip.wrapped(sound.bytes)
        answer.document = .init(type: sound.type, bytes: Array(bytes.prefix(Int(Double(bytes.count) * share))))
        answer.headers["Content-Encoding"] = "gzip"
        return Response(answer)
    }

    /// Promises more than the answer has, sends a part and drops the connection.
    private static func cut(_ sound: Answer) -> Response {
        let part = Array(sound.bytes.prefix(max(1, sound.bytes.count / 2)))
        var response = Response(status: .init(code: sound.status))
        response.headers[.contentType] = sound.type
        response.body = ResponseBody(contentLength: part.count + 1000) { writer in
            try await writer.write(ByteBuffer(bytes: part))
            throw ConnectionCut()
        }
        return response
    }

    private static let page = """
        <!DOCTYPE html><html lang="fr"><head><title>Service momentanément indisponible</title></head>
        <body><h1>Oups !</h1><p>Une erreur est survenue, veuillez réessayer plus tard. (simulateur)</p></body></html>
        """
}

extension Response {
    init(_ answer: Answer) {
        self.init(
            status: .init(code: answer.status),
            headers: [.contentType: answer.type],
            body: .init(byteBuffer: ByteBuffer(bytes: answer.bytes))
        )
        for (name, value) in answer.headers {
            if let field = HTTPField.Name(name) { headers[field] = value }
        }
    }
}
