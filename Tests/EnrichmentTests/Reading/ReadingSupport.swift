import Foundation
import FrenchBusiness
import Testing

@testable import Enrichment
@testable import HTTPClient

/// Answers as providers give them, made up by a test.
enum Given {
    static func answer(_ status: Int, _ body: String = "") -> HTTPResponse {
        let zero = Duration.zero
        let timings = HTTPTimings(
            resolved: zero,
            connected: zero,
            secured: zero,
            firstByte: zero,
            total: zero,
            reusedConnection: false
        )
        return HTTPResponse(status: status, headers: [:], body: Array(body.utf8), retryAfter: nil, timings: timings)
    }

    static func json(_ object: [String: Any]) -> [UInt8] {
        (try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])).map { [UInt8]($0) } ?? []
    }

    static func siren(_ text: String) throws -> SIREN { try #require(SIREN(text)) }
    static func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

    /// 26 November 2026.
    static let moment = Date(timeIntervalSince1970: 1_795_651_200)
}

/// Payloads as hostile or broken networks leave them.
enum Damage {
    /// Reads `body` cut, altered, doubled and swollen at random by every given reader; what the readers answer is
    /// theirs, that they answer is the test.
    static func inflict(on body: [UInt8], rounds: Int = 200, _ read: ([UInt8]) -> Void) {
        var random = SystemRandomNumberGenerator()
        let colons = body.indices.filter { body[$0] == UInt8(ascii: ":") }
        for _ in 0..<rounds {
            var bytes = Array(body.prefix(Int.random(in: 0...body.count, using: &random)))
            for _ in 0..<Int.random(in: 0...8, using: &random) where !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            read(bytes)
            read(retyped(body, at: colons, &random))
        }
        for bomb in bombs { read(Array(bomb.utf8)) }
        read(body + body)
        read([0xEF, 0xBB, 0xBF] + body)
        read(body.flatMap { [$0, 0] })
    }

    /// The same document with one value of another type than documented in the place of a random one.
    private static func retyped(_ body: [UInt8], at colons: [Int], _ random: inout SystemRandomNumberGenerator)
        -> [UInt8]
    {
        guard let value = values.randomElement(using: &random), let colon = colons.randomElement(using: &random) else {
            return body
        }
        let rest = body[(colon + 1)...]
        let end = rest.firstIndex { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "}") } ?? rest.endIndex
        return Array(body[...colon]) + Array(value.utf8) + Array(body[end...])
    }

    private static let values = [
        "null", "true", "[]", "{}", "-1", "1e999", "99999999999999999999999999", "\"\"", "[[{}]]", "\"\u{FFFD}\"",
    ]

    private static let bombs = [
        "", "null", "[]", "{}", "<html>Vous avez été détecté</html>",
        String(repeating: "[", count: 100_000), String(repeating: "{\"results\":", count: 50_000),
        "{\"results\":[" + String(repeating: "{},", count: 50_000) + "{}]}",
        "{\"results\":\"" + String(repeating: "é", count: 200_000) + "\"}",
    ]
}
