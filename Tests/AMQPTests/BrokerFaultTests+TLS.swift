import Foundation
import InstallationSupport
import Testing

@testable import AMQP

extension BrokerFaultTests {
    private func listen(
        _ broker: PrivateBroker,
        _ certificates: Certificates,
        as name: String = "server"
    ) async throws -> Int {
        let held = try HeldPorts(1)
        defer { held.release() }
        let port = held.numbers[0]
        let files = [("cacertfile", "authority.pem"), ("certfile", "\(name).pem"), ("keyfile", "\(name).key")]
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

    /// Asks for a queue's depth over TLS; nil for a success.
    private func attempt(
        _ broker: PrivateBroker,
        host: String,
        _ port: Int,
        _ parameters: String
    ) async throws -> AMQPError? {
        let node = try #require(try BrokerNode.parse(broker.url).first)
        let url = "amqps://\(node.user):\(node.password)@\(host):\(port)/\(node.vhost)?\(parameters)"
        do throws(AMQPError) {
            _ = try await AMQPAdmin(patient(url)).queueDepth("any")
            return nil
        } catch {
            return error
        }
    }

    /// A busy machine takes its time over a handshake.
    private func patient(_ url: String) -> AMQPConfig {
        var config = AMQPConfig(url: url, connectionName: "tls")
        config.connectTimeout = .seconds(30)
        return config
    }

    @Test func onlyTheRightAuthorityAndHostAreTrusted() async throws {
        let broker = try broker()
        let certificates = try await Certificates()
        defer { certificates.remove() }
        let port = try await listen(broker, certificates)
        let right = "cacertfile=" + certificates.path("authority.pem")

        #expect(try await attempt(broker, host: "localhost", port, right) == nil)
        let stranger = "cacertfile=" + certificates.path("stranger.pem")
        #expect(try await attempt(broker, host: "localhost", port, stranger)?.code == .tls)
        #expect(try await attempt(broker, host: "localhost", port, "")?.code == .tls)
        #expect(try await attempt(broker, host: "127.0.0.1", port, right)?.code == .tls)
        let anyHost = right + "&server_name_indication=disable"
        #expect(try await attempt(broker, host: "127.0.0.1", port, anyHost) == nil)
        #expect(try await attempt(broker, host: "127.0.0.1", port, "verify=verify_none") == nil)
    }

    @Test func anExpiredCertificateIsRefusedWithAdvice() async throws {
        let broker = try broker()
        let certificates = try await Certificates()
        defer { certificates.remove() }
        let port = try await listen(broker, certificates, as: "expired")
        let error = try await attempt(
            broker,
            host: "localhost",
            port,
            "cacertfile=" + certificates.path("authority.pem")
        )
        #expect(error?.code == .tls && error?.isRetriable == false)
        let text = "\(String(describing: error))"
        #expect(text.contains("has expired") && text.contains("openssl s_client -connect localhost:\(port)"))
    }

    @Test func aPublisherAndAConsumerWorkOverTLS() async throws {
        let broker = try broker()
        let certificates = try await Certificates()
        defer { certificates.remove() }
        let port = try await listen(broker, certificates)
        let node = try #require(try BrokerNode.parse(broker.url).first)
        try await Scene.run(url: broker.url) { scene in
            let address = "amqps://\(node.user):\(node.password)@localhost:\(port)/\(node.vhost)"
            let url = address + "?cacertfile=" + certificates.path("authority.pem")
            let config = patient(url)
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
