import Foundation
import InstallationSupport
import Testing

@testable import AMQP

extension BrokerFaultTests {
    /// An authority, and a certificate of localhost that it signed, in a directory of their own.
    private struct Certificates {
        let directory: URL

        init() async throws {
            directory = FileManager.default.temporaryDirectory.appendingPathComponent("filon-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            for name in ["authority", "stranger"] {
                try await openssl(
                    "req",
                    "-x509",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-days",
                    "2",
                    "-subj",
                    "/CN=\(name)",
                    "-keyout",
                    path("\(name).key"),
                    "-out",
                    path("\(name).pem")
                )
            }
            try await openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-addext",
                "basicConstraints=critical,CA:FALSE",
                "-CA",
                path("authority.pem"),
                "-CAkey",
                path("authority.key"),
                "-keyout",
                path("server.key"),
                "-out",
                path("server.pem")
            )
            // The broker may run as another user.
            try await Command.run(["/bin/chmod", "-R", "a+rX", directory.path])
        }

        func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

        private func openssl(_ arguments: String...) async throws {
            try await Command.run(["/usr/bin/openssl"] + arguments)
        }
    }

    private func listen(_ broker: PrivateBroker, _ certificates: Certificates) async throws -> Int {
        let port = Int.random(in: 61_000...65_000)  // above the range of ports that connections are given
        let files = [("cacertfile", "authority.pem"), ("certfile", "server.pem"), ("keyfile", "server.key")]
            .map { "{\($0), \"\(certificates.path($1))\"}" }.joined(separator: ", ")
        try await broker.servers.control(
            "eval",
            """
            application:ensure_all_started(ssl),
            ok = rabbit_networking:start_ssl_listener({"127.0.0.1", \(port)}, [\(files)], 1).
            """
        )
        return port
    }

    /// Asks for a queue's depth over TLS; the error's code, or nil for a success.
    private func attempt(
        _ broker: PrivateBroker,
        host: String,
        _ port: Int,
        authority: String,
        verifiesHostname: Bool = true
    ) async throws -> AMQPError.Code? {
        let node = try #require(try BrokerNode.parse(broker.url).first)
        var config = AMQPConfig(
            url: "amqps://\(node.user):\(node.password)@\(host):\(port)/\(node.vhost)",
            connectionName: "tls"
        )
        config.tls.authorityFile = authority
        config.tls.verifiesHostname = verifiesHostname
        do throws(AMQPError) {
            _ = try await AMQPAdmin(config).queueDepth("any")
            return nil
        } catch {
            return error.code
        }
    }

    @Test func onlyTheRightAuthorityAndHostAreTrusted() async throws {
        let broker = try broker()
        let certificates = try await Certificates()
        defer { try? FileManager.default.removeItem(at: certificates.directory) }
        let port = try await listen(broker, certificates)
        let (right, wrong) = (certificates.path("authority.pem"), certificates.path("stranger.pem"))

        let trusted = try await attempt(broker, host: "localhost", port, authority: right)
        #expect(trusted == nil)
        let stranger = try await attempt(broker, host: "localhost", port, authority: wrong)
        #expect(stranger == .tls)
        let otherHost = try await attempt(broker, host: "127.0.0.1", port, authority: right)
        #expect(otherHost == .tls)
        let anyHost = try await attempt(broker, host: "127.0.0.1", port, authority: right, verifiesHostname: false)
        #expect(anyHost == nil)
    }

    @Test func aPublisherAndAConsumerWorkOverTLS() async throws {
        let broker = try broker()
        let certificates = try await Certificates()
        defer { try? FileManager.default.removeItem(at: certificates.directory) }
        let port = try await listen(broker, certificates)
        let node = try #require(try BrokerNode.parse(broker.url).first)
        try await Scene.run(url: broker.url) { scene in
            let url = "amqps://\(node.user):\(node.password)@localhost:\(port)/\(node.vhost)"
            var config = AMQPConfig(url: url, connectionName: "tls")
            config.tls.authorityFile = certificates.path("authority.pem")
            let publisher = AMQPPublisher(config, topology: scene.topology)
            let consumer = AMQPConsumer(config, topology: scene.topology, queue: scene.queue, prefetch: 400)
            publisher.start()
            consumer.start()
            let bodies = (0..<300).map { [UInt8](repeating: UInt8($0 % 256), count: $0 * 20) }
            async let outcomes = publisher.publish(bodies.map { scene.outgoing($0) })
            let taken = try await consumer.take(300)
            #expect(taken.map(\.message.body) == bodies)
            #expect(await outcomes.allSatisfy { $0 == .confirmed })
            await publisher.close()
            await consumer.close()
        }
    }
}
