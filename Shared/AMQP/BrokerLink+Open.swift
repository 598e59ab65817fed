import CRabbitMQ
import Foundation
import Glibc
import Synchronization

extension BrokerLink {
    /// Connects, logs in and opens the channel; blocks for at most the config's timeouts.
    static func open(
        _ node: BrokerNode,
        _ config: AMQPConfig,
        guardian: SocketGuard
    ) throws(AMQPError) -> BrokerLink {
        _ = processWideSettings
        let link = try BrokerLink(config, guardian: guardian)
        var limit = timeval(config.rpcTimeout)
        amqp_set_rpc_timeout(link.raw, &limit)
        amqp_set_handshake_timeout(link.raw, &limit)
        try link.connect(node, config)
        link.opened()
        try link.login(node, config)
        amqp_channel_open(link.raw, channel)
        try link.checkReply("opening a channel")
        return link
    }

    private func connect(_ node: BrokerNode, _ config: AMQPConfig) throws(AMQPError) {
        let socket = node.isEncrypted ? try encryptedSocket(node.tls) : amqp_tcp_socket_new(raw)
        guard let socket else { throw AMQPError(.unreachable, "creating a socket") }
        var limit = timeval(config.connectTimeout)
        let status = amqp_socket_open_noblock(socket, node.host, node.port, &limit)
        guard status < 0 else { return }
        let error = AMQPError(library: status, "connecting to \(node)")
        guard error.code == .tls else { throw AMQPError(.unreachable, error.operation, detail: error.detail) }
        throw AMQPError(.tls, error.operation, detail: error.detail + Self.certificateAdvice(node))
    }

    /// The library does not say what it did not like.
    private static func certificateAdvice(_ node: BrokerNode) -> String {
        "; the certificate has expired, names another host, or is of an authority that cacertfile does not hold: "
            + "openssl s_client -connect \(node.host):\(node.port) </dev/null | openssl x509 -noout -subject -issuer -dates"
    }

    private func encryptedSocket(_ tls: AMQPConfig.TLS) throws(AMQPError) -> OpaquePointer? {
        guard let socket = amqp_ssl_socket_new(raw) else { return nil }
        amqp_ssl_socket_set_verify_peer(socket, tls.verifiesPeer ? 1 : 0)
        amqp_ssl_socket_set_verify_hostname(socket, tls.verifiesHostname ? 1 : 0)
        guard amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST) == 0 else {
            throw AMQPError(.tls, "asking for TLS 1.2")
        }
        let authorities = tls.authorityFile ?? Self.systemAuthorities
        if tls.verifiesPeer, amqp_ssl_socket_set_cacert(socket, authorities) != 0 {
            throw AMQPError(.tls, "reading the authorities' certificates")
        }
        if let certificate = tls.certificateFile, let key = tls.keyFile,
            amqp_ssl_socket_set_key(socket, certificate, key) != 0
        {
            throw AMQPError(.tls, "reading the client's certificate and key")
        }
        return socket
    }

    private func login(_ node: BrokerNode, _ config: AMQPConfig) throws(AMQPError) {
        // Without these the broker keeps queue deletions and alarms to itself.
        let properties = encoder.table([
            "product": "Filon",
            "connection_name": .string(config.connectionName),
            "capabilities": .table([
                "connection.blocked": true, "consumer_cancel_notify": true, "publisher_confirms": true,
                "basic.nack": true, "authentication_failure_close": true,
            ]),
        ])
        let seconds = config.isSilent ? 0 : Int32(max(1, config.heartbeat.components.seconds))
        let reply = withUnsafePointer(to: properties) {
            rabbit_login(raw, node.vhost, Int32(Self.frameMaximum), seconds, $0, node.user, node.password)
        }
        encoder.recycle()
        try check(reply, "logging in at \(node)")
    }

    /// Debian's and Ubuntu's bundle.
    private static let systemAuthorities = "/etc/ssl/certs/ca-certificates.crt"

    /// A peer that goes away must not kill the process; and OpenSSL 3 initialises itself, also for libpq and curl.
    private static let processWideSettings: Void = {
        signal(SIGPIPE, SIG_IGN)
        amqp_set_initialize_ssl_library(0)
    }()
}

extension timeval {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}
