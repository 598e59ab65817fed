import Glibc
import HTTPClient
import ScriptedPeers
import Testing

@Suite struct HTTPLimitTests {
    @Test func aSilentServerMeetsTheDeadline() async throws {
        let server = try ScriptedServer { $0.hold() }
        var slow = request(server)
        slow.deadline = .milliseconds(300)

        let began = ContinuousClock.now
        let error = try await failure(client(), slow)

        #expect(error.code == .timeout)
        #expect(error.isRetriable)
        // The server's silence ends after ten seconds with a cut, which were another error.
        #expect(ContinuousClock.now - began >= .milliseconds(300))
    }

    @Test func bytesThatDripAreCutOffLongBeforeTheDeadline() async throws {
        let server = try ScriptedServer { peer in
            _ = peer.request()
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            // One byte each tenth of a second: alive, and useless.
            while peer.write("x") { poll(nil, 0, 100) }
        }
        var drip = request(server)
        drip.deadline = .seconds(60)
        drip.stallLimit = .seconds(1)

        let began = ContinuousClock.now
        let error = try await failure(client(), drip)

        #expect(error.code == .stalled)
        #expect(ContinuousClock.now - began < .seconds(30))
    }

    @Test func aLengthBeyondTheCapIsRefusedBeforeTheBody() async throws {
        let server = try ScriptedServer { peer in
            _ = peer.request()
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
            peer.hold()
        }
        var capped = request(server)
        capped.maximumBodyBytes = 4_999

        #expect(try await failure(client(), capped).code == .tooLarge)
    }

    @Test func aChunkedBodyIsCutAtTheCap() async throws {
        let server = try ScriptedServer { peer in
            _ = peer.request()
            peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = "400\r\n" + String(repeating: "x", count: 1_024) + "\r\n"
            while peer.write(chunk) {}
        }
        var capped = request(server)
        capped.maximumBodyBytes = 100_000

        #expect(try await failure(client(), capped).code == .tooLarge)
    }

    @Test func aBodyOfExactlyTheCapPasses() async throws {
        let server = try ScriptedServer { peer in
            _ = peer.request()
            peer.answer(body: [UInt8](repeating: 0x61, count: 5_000))
        }
        var capped = request(server)
        capped.maximumBodyBytes = 5_000

        #expect(try await client().send(capped).body.count == 5_000)
    }

    @Test func gzipIsDecodedAndABombIsNot() async throws {
        let small = try await gzipped("printf 'chiffre d''affaires'")
        let bomb = try await gzipped("head -c 50000000 /dev/zero")
        #expect(bomb.count < 100_000)
        let server = try ScriptedServer { peer in
            while let request = peer.request() {
                peer.answer(headers: ["Content-Encoding: gzip"], body: request.contains("/bomb") ? bomb : small)
            }
        }
        var capped = request(server, "/bomb")
        capped.maximumBodyBytes = 1 << 20

        #expect(try await client().send(request(server, "/small")).text == "chiffre daffaires")
        #expect(try await failure(client(), capped).code == .tooLarge)
    }

    @Test func brokenGzipIsMalformed() async throws {
        let server = try ScriptedServer { peer in
            _ = peer.request()
            peer.answer(headers: ["Content-Encoding: gzip"], body: Array("not gzip at all, by far".utf8))
        }
        #expect(try await failure(client(), request(server)).code == .malformed)
    }

    @Test func headersWithoutEndAreRefused() async throws {
        let server = try ScriptedServer { peer in
            _ = peer.request()
            peer.write("HTTP/1.1 200 OK\r\n")
            while peer.write("X-Filler: " + String(repeating: "y", count: 500) + "\r\n") {}
        }
        #expect(try await failure(client(), request(server)).code == .headersTooLarge)
    }

    @Test(arguments: ["nonsense\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n"])
    func aReplyThatIsNotHTTPIsMalformed(reply: String) async throws {
        let server = try ScriptedServer { peer in
            _ = peer.request()
            peer.write(reply)
        }
        #expect(try await failure(client(), request(server)).code == .malformed)
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"])
    func aConnectionThatEndsEarlyIsCut(reply: String) async throws {
        let server = try ScriptedServer { peer in
            _ = peer.request()
            peer.write(reply)
        }
        let error = try await failure(client(), request(server))

        #expect(error.code == .cut)
        #expect(error.isRetriable)
    }

    @Test func nobodyListeningIsAConnectError() async throws {
        var server: ScriptedServer? = try ScriptedServer { $0.hold() }
        let gone = try request(#require(server))
        server = nil

        #expect(try await failure(client(), gone).code == .connect)
    }

    private func gzipped(_ source: String) async throws -> [UInt8] {
        try await output(of: ["sh", "-c", source + " | gzip -9"])
    }
}
