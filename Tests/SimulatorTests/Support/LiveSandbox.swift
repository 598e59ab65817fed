import Foundation
import Hummingbird
import NIOCore
import NIOPosix
import Testing

@testable import ProviderSandbox

/// The simulator on a socket, and a client that sees every byte of what comes back.
struct LiveSandbox: Sendable {
    struct Reply: Sendable {
        var status = 0
        /// By lower-case name.
        var headers: [String: String] = [:]
        var body: [UInt8] = []

        var text: String { String(decoding: body, as: UTF8.self) }
        var document: Document { Document(body) }
        /// Whether as much came as was promised.
        var isWhole: Bool { headers["content-length"].map { Int($0) == body.count } ?? true }
    }

    let port: Int

    var base: String { "http://127.0.0.1:\(port)" }

    static func run(
        catalogue: CompanyCatalogue = CompanyCatalogue(),
        enforcesLimits: Bool = false,
        _ body: (LiveSandbox) async throws -> Void
    ) async throws {
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let server = SandboxServer(catalogue: catalogue, state: SandboxState(enforcesLimits: enforcesLimits))
        let application = server.application(host: "127.0.0.1", port: 0) { channel in
            announce.yield(channel.localAddress?.port ?? 0)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            try await body(LiveSandbox(port: port))
            group.cancelAll()
        }
    }

    /// Orders what `POST /_control` understands; fails the test when it is refused.
    func order(_ order: String) async throws {
        let reply = try await send("POST", "/_control", body: order)
        #expect(reply.status == 200, "\(reply.text)")
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Reply {
        try await send("GET", path, headers: headers)
    }

    /// One request on a connection of its own; reads until the other side closes.
    func send(
        _ method: String,
        _ path: String,
        headers: [String: String] = [:],
        body: String = ""
    ) async throws -> Reply {
        let fields = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
        let request =
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\(fields)"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        return Self.parsed(try await exchange(request))
    }

    private func exchange(_ request: String) async throws -> [UInt8] {
        let address = try SocketAddress(ipAddress: "127.0.0.1", port: port)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(to: address) {
            channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var received: [UInt8] = []
            for try await bytes in inbound { received += Array(buffer: bytes) }
            return received
        }
    }

    private static func parsed(_ bytes: [UInt8]) -> Reply {
        var reply = Reply()
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return reply }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        reply.status = Int(lines[0].split(separator: " ").dropFirst().first ?? "") ?? 0
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            reply.headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        reply.body = Array(bytes[end.upperBound...])
        return reply
    }
}
