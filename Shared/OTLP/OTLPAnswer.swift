import Foundation
import HTTPClient
import Telemetry

/// What a collector's HTTP answer means (opentelemetry.io/docs/specs/otlp, "OTLP/HTTP Response").
enum OTLPAnswer {
    static func meaning(of response: HTTPResponse) -> SpanDelivery {
        switch response.status {
        case 200..<300: .taken(rejected: rejected(response.body))
        case 429, 502, 503, 504: .later(after: response.retryAfter, reason: "the collector answers \(response.status)")
        default: .refused(reason: "the collector answers \(response.status)")
        }
    }

    /// Spans that the collector took the request without. Its words are not kept: nobody knows what they hold.
    private static func rejected(_ body: [UInt8]) -> Int {
        struct Answer: Decodable {
            struct Partial: Decodable {
                /// A 64-bit number, and so a string; some collectors write a number.
                let rejectedSpans: Count?
            }
            let partialSuccess: Partial?
        }
        struct Count: Decodable {
            let value: Int
            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                value = try (try? container.decode(Int.self)) ?? Int(container.decode(String.self)) ?? 0
            }
        }
        guard !body.isEmpty, let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else { return 0 }
        return max(0, answer.partialSuccess?.rejectedSpans?.value ?? 0)
    }
}
