import HTTPClient
import ScriptedPeers
import Synchronization
import Testing

/// Bodies that are read as they are sent.
@Suite struct HTTPUploadTests {
    /// Hands out a text, a few bytes at a time.
    private final class Source: Sendable {
        private let rest: Mutex<[UInt8]>
        let reads = Mutex(0)

        init(_ text: String) { rest = Mutex(Array(text.utf8)) }

        func read(_ buffer: UnsafeMutableRawBufferPointer, atMost limit: Int) -> Int {
            reads.withLock { $0 += 1 }
            return rest.withLock { rest in
                let count = min(limit, rest.count, buffer.count)
                buffer.copyBytes(from: rest[..<count])
                rest.removeFirst(count)
                return count
            }
        }
    }

    @Test func aBodyOfKnownLengthIsSentAsItIsRead() async throws {
        let seen = Recorder<String>()
        let server = try ScriptedServer { peer in
            if let request = peer.request() { seen.add(request) }
            peer.answer("201 Created")
        }
        let source = Source("siren,nom\n1,é\n")
        var put = request(server, "/v1/registry", method: .put)
        put.upload = HTTPUpload(length: 15) { source.read($0, atMost: 4) }

        #expect(try await client().send(put).status == 201)
        let text = try #require(seen.all.first)
        #expect(text.hasPrefix("PUT /v1/registry HTTP/1.1\n") && text.hasSuffix("\n\nsiren,nom\n1,é\n"))
        #expect(!text.contains("Expect"))
        #expect(source.reads.withLock { $0 } >= 4)
    }

    @Test func aBodyOfUnknownLengthGoesInChunks() async throws {
        let seen = Recorder<String>()
        let server = try ScriptedServer { peer in
            while let line = peer.line(), !line.isEmpty { seen.add(line) }
            while let line = peer.line(), line != "0" { seen.add(line) }
            _ = peer.line()
            peer.answer("200 OK")
        }
        let source = Source("abcdefg")
        var put = request(server, method: .put)
        put.upload = HTTPUpload { source.read($0, atMost: 3) }

        #expect(try await client().send(put).status == 200)
        #expect(seen.all.contains { $0.lowercased() == "transfer-encoding: chunked" })
        #expect(seen.all.suffix(6) == ["3", "abc", "3", "def", "1", "g"])
    }

    /// A refusal in the middle of a large body is heard, and the rest is not sent.
    @Test func anEarlyRefusalIsTheAnswer() async throws {
        let server = try ScriptedServer { peer in
            while let line = peer.line(), !line.isEmpty {}
            peer.answer("422 Unprocessable Content", body: Array("no".utf8))
            while peer.line() != nil {}
        }
        var put = request(server, method: .put)
        put.upload = HTTPUpload { buffer in
            buffer.copyBytes(from: repeatElement(UInt8(ascii: "\n"), count: min(1000, buffer.count)))
            return min(1000, buffer.count)
        }

        let response = try await client().send(put)

        #expect(response.status == 422 && response.text == "no")
    }

    @Test func aSourceThatBreaksOffBreaksTheRequestOff() async throws {
        let server = try ScriptedServer { peer in
            while peer.line() != nil {}
        }
        var put = request(server, method: .put)
        put.upload = HTTPUpload { _ in nil }

        #expect(try await failure(client(), put).code == .local)
        #expect(server.connections == 1)
    }
}
