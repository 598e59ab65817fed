import ScriptedPeers
import Testing

@testable import HTTPClient

@Suite struct HTTPTextTests {
    /// 2026-11-23 07:00:00 UTC.
    private let now: Int64 = 1_795_417_200

    @Test(arguments: [
        ("0", 0), ("120", 120), ("99999999", 31 * 86_400), ("99999999999999999999999", 31 * 86_400),
        ("Mon, 23 Nov 2026 07:01:30 GMT", 90), ("Monday, 23-Nov-26 07:01:30 GMT", 90),
        ("Mon Nov 23 07:01:30 2026", 90), ("Mon, 23 Nov 2026 06:00:00 GMT", 0),
    ])
    func retryAfterIsSecondsOrADate(value: String, seconds: Int) {
        #expect(RetryAfter.read(["retry-after": value], now: now) == .seconds(seconds))
    }

    @Test(arguments: ["", "soon", "-5", "1.5", "12 parsecs"])
    func aRetryAfterThatSaysNothingIsNone(value: String) {
        #expect(RetryAfter.read(["Retry-After": value], now: now) == nil)
    }

    @Test func aDateIsCountedFromTheServersOwnClock() {
        let headers: HTTPHeaders = [
            "Date": "Thu, 01 Jan 2026 00:00:00 GMT", "Retry-After": "Thu, 01 Jan 2026 00:00:07 GMT",
        ]
        #expect(RetryAfter.read(headers, now: now) == .seconds(7))
    }

    @Test func retryAfterReachesTheResponse() async throws {
        let server = try ScriptedServer { peer in
            _ = peer.request()
            peer.answer("429 Too Many Requests", headers: ["Retry-After: 3"])
        }

        let response = try await client().send(request(server))

        #expect(response.status == 429)
        #expect(response.retryAfter == .seconds(3))
    }

    @Test func interimResponsesAndTrailersAreNotTheResponsesHeaders() async throws {
        let server = try ScriptedServer { peer in
            _ = peer.request()
            peer.write("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")
            peer.write("HTTP/1.1 200 OK\r\nX-Real: 2\r\nTransfer-Encoding: chunked\r\n\r\n")
            peer.write("2\r\nok\r\n0\r\nX-Trailer: 3\r\n\r\n")
        }

        let response = try await client().send(request(server))

        #expect(response.text == "ok")
        #expect(response.headers["X-Real"] == "2")
        #expect(response.headers["X-Early"] == nil && response.headers["X-Trailer"] == nil)
    }

    @Test(arguments: ["a\r\nX: b", "a\nb", "a\u{0}b", "a\u{7F}"])
    func aHeaderThatWouldStartAnotherIsRefused(value: String) async throws {
        let server = try ScriptedServer { $0.hold() }
        var injected = request(server)
        injected.headers = ["X-Name": value]
        #expect(try await failure(client(), injected).code == .badHeader)
        injected.headers = ["X-\(value)": "x"]
        #expect(try await failure(client(), injected).code == .badHeader)
        #expect(server.connections == 0)
    }

    @Test func anErrorNamesTheHostAndNothingElse() async throws {
        let server = try ScriptedServer { _ in }
        var personal = request(server, "/lead/jean.dupont?token=abc")
        personal.headers = ["Authorization": "Bearer abc"]

        let error = try await failure(client(), personal)

        #expect("\(error)" == "http cut at 127.0.0.1 (curl \(error.underlying))")
        #expect(!String(reflecting: error).contains("dupont"))
    }

    @Test func partsOfAnAddressCannotLeaveTheirPlace() {
        let url = RequestURL.joining(
            "https://api.example.fr/v2/",
            path: ["entreprise", "a/../b", "..", "é&?"],
            query: [("q", "Café & Cie"), ("page", "1")]
        )

        #expect(
            url == "https://api.example.fr/v2/entreprise/a%2F..%2Fb/%2E%2E/%C3%A9%26%3F?q=Caf%C3%A9%20%26%20Cie&page=1"
        )
    }
}
