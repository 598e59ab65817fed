import Contracts
import Foundation
import HTTPClient

/// Slack through a webhook or `chat.postMessage`.
struct SlackCarrier: Carrier {
    let client: HTTPClient
    let route: SlackRoute

    func carry(_ message: Outgoing) async -> SendResult {
        do {
            let response = try await client.send(try request(message))
            return result(of: response)
        } catch let error as HTTPError {
            return SendResult(error)
        } catch {
            return .refused("slack_unwritable", code: nil)
        }
    }

    private struct Post: Encodable {
        var channel: String?
        var text: String
        var unfurl_links = false
    }

    private struct Answer: Decodable {
        var ok: Bool
        var error: String?
        var ts: String?
    }

    private func request(_ message: Outgoing) throws -> HTTPRequest {
        var headers: HTTPHeaders = ["Content-Type": "application/json; charset=utf-8"]
        var post = Post(text: message.text)
        let url: String
        switch route {
        case .webhook(let address, _): url = address
        case .api(let base, let token):
            url = RequestURL.joining(base, path: ["chat.postMessage"])
            headers.add("Authorization", "Bearer \(token)")
            post.channel = message.address
        }
        return HTTPRequest(
            .post,
            url,
            headers: headers,
            body: [UInt8](try JSONEncoder().encode(post)),
            trust: .operatorConfigured
        )
    }

    private func result(of response: HTTPResponse) -> SendResult {
        let status = response.status
        switch status {
        case 200..<300: break
        case 429: return .later("slack_throttled", code: status, wait: response.retryAfter ?? .seconds(30))
        case 408, 500...: return .later("slack_unavailable", code: status)
        default: return .refused("slack_refused", code: status)
        }
        guard case .api = route else { return .taken(reference: nil, code: status) }
        guard let answer = try? Wire.decode(Answer.self, from: response.body) else {
            return .later("slack_unreadable", code: status)
        }
        if answer.ok { return .taken(reference: answer.ts.map { PlainText.line($0, limit: 60) }, code: status) }
        return refusal(answer.error ?? "", status, response.retryAfter)
    }

    private func refusal(_ error: String, _ status: Int, _ wait: Duration?) -> SendResult {
        switch error {
        case "ratelimited", "rate_limited": .later("slack_throttled", code: status, wait: wait ?? .seconds(30))
        case "internal_error", "fatal_error", "service_unavailable", "request_timeout", "invalid_auth", "token_expired":
            .later("slack_\(error)", code: status)
        default:
            .refused("slack_" + error.filter { $0.isASCII && ($0.isLetter || $0 == "_") }.prefix(40), code: status)
        }
    }
}
