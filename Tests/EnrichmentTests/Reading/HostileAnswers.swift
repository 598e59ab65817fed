import Dispatch
import Foundation
import FrenchBusiness
import Testing

@testable import Enrichment
@testable import HTTPClient

/// A provider's HTTP answer, without a provider.
enum Answered {
    static func response(_ status: Int, _ body: [UInt8], _ headers: HTTPHeaders = [:]) -> HTTPResponse {
        let timings = HTTPTimings(
            resolved: .zero,
            connected: .zero,
            secured: .zero,
            firstByte: .zero,
            total: .zero,
            reusedConnection: false
        )
        return HTTPResponse(status: status, headers: headers, body: body, retryAfter: nil, timings: timings)
    }

    static func response(_ status: Int, _ body: String) -> HTTPResponse { response(status, Array(body.utf8)) }
}

extension Provider {
    func read(_ body: String, about siren: SIREN) throws -> Findings {
        try read(Array(body.utf8), about: siren, at: ReadingTime.now)
    }

    func verdict(_ status: Int, _ body: String, about siren: SIREN) -> Verdict {
        verdict(on: Answered.response(status, body), about: siren, at: ReadingTime.now)
    }

    /// What is kept of an answer says what the answer said.
    func readKept(_ body: String, about siren: SIREN) throws -> Findings {
        try read(redacted(Array(body.utf8)), about: siren, at: ReadingTime.now)
    }

    func kept(_ body: String) -> String { String(decoding: redacted(Array(body.utf8)), as: UTF8.self) }

    /// Days until it is asked again.
    func days(_ findings: Findings) -> Int {
        let end = Lifetimes.standard.end(of: lifetime(of: findings), from: ReadingTime.now)
        return Int((end.timeIntervalSince(ReadingTime.now) / 86_400).rounded(.down))
    }
}

enum ReadingTime {
    /// 2024-03-01, noon UTC.
    static let now = Date(timeIntervalSince1970: 1_709_294_400)
}

/// Answers as no provider means them: cut, altered, and made to cost.
enum Hostile {
    /// The same every time, so that what fails can be run again.
    struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    static func variants(of whole: String, _ count: Int) -> [[UInt8]] {
        let whole = Array(whole.utf8)
        var random = Seeded(state: 7)
        return (0..<count).map { _ in
            var bytes = Array(whole.prefix(Int.random(in: 0...whole.count, using: &random)))
            for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            return bytes
        }
    }

    /// - Parameter frame: what stands around a value in the provider's form, the value as `VALUE`.
    static func bombs(_ frame: String) -> [[UInt8]] {
        let values = [
            String(repeating: "[", count: 200_000), String(repeating: #"{"a":"#, count: 100_000), "1e99999",
            "-1e308", String(repeating: "9", count: 100_000), "\"" + String(repeating: "x", count: 300_000) + "\"",
            "9223372036854775808", "1e19", "null", "true", #""1e400""#, #""\ud800""#,
        ]
        return values.map { Array(frame.replacing("VALUE", with: $0).utf8) }
    }

    /// Read or refused, in any order of calls, and quickly.
    static func survives(_ provider: any Provider, _ bodies: [[UInt8]], about siren: SIREN) async {
        let took = await seconds {
            for body in bodies {
                _ = try? provider.read(body, about: siren, at: ReadingTime.now)
                _ = provider.verdict(on: Answered.response(200, body), about: siren, at: ReadingTime.now)
                _ = provider.verdict(on: Answered.response(401, body), about: siren, at: ReadingTime.now)
                let kept = provider.redacted(body)
                _ = try? provider.read(kept, about: siren, at: ReadingTime.now)
            }
        }
        #expect(took < 30, "\(bodies.count) bodies took \(took) s")
    }

    /// Processor time of the work, so that a busy machine counts for nothing. One after the other, and beside the
    /// threads on which other tests wait for their servers.
    static func seconds(_ body: @escaping @Sendable () -> Void) async -> Double {
        await withCheckedContinuation { continuation in
            queue.async {
                let began = processorSeconds
                body()
                continuation.resume(returning: processorSeconds - began)
            }
        }
    }

    private static let queue = DispatchQueue(label: "hostile answers")

    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
