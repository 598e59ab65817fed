/// Where the broker is and how patiently to talk to it. Its description shows no password.
public struct AMQPConfig: Sendable, CustomStringConvertible {
    /// Shown by the broker's own tools; `<service>@<instance> publish`, say.
    public var connectionName: String
    /// Seconds are what the protocol negotiates; the broker closes after two silent ones. 1 s … 60 s.
    public var heartbeat: Duration = .seconds(15)
    /// For resolving, the TCP connection and the TLS handshake of one node.
    public var connectTimeout: Duration = .seconds(5)
    /// For one question to the broker (login, declare …).
    public var rpcTimeout: Duration = .seconds(10)
    /// A write that hangs longer means a broker that no longer reads: the connection is given up.
    public var writeTimeout: Duration = .seconds(30)

    /// What the URL says about the encryption of `amqps://`.
    public struct TLS: Sendable, Equatable {
        /// PEM bundle of accepted authorities; the system's when nil.
        public var authorityFile: String?
        /// PEM certificate and key of this client, where the broker asks for one.
        public var certificateFile: String?
        public var keyFile: String?
        public var verifiesPeer = true
        public var verifiesHostname = true

        public init() {}
    }

    /// Without heartbeats, for a connection that is only used now and then.
    var isSilent = false

    let nodes: [BrokerNode]
    private let problem: AMQPError?

    /// - Parameter url: `amqp://user:password@host:port/vhost` or `amqps://…?cacertfile=…`. Several nodes, separated by
    ///   commas, are tried in turn; scheme, user, vhost and parameters may be given once. A URL that cannot be read is
    ///   reported by ``validate()`` and by the state of whoever uses it.
    public init(url: String, connectionName: String) {
        self.connectionName = connectionName
        do throws(AMQPError) {
            nodes = try BrokerNode.parse(url)
            problem = nil
        } catch {
            nodes = []
            problem = error
        }
    }

    /// Throws what is wrong with the settings, for a check at start-up.
    public func validate() throws(AMQPError) {
        if let problem { throw problem }
        guard (.seconds(1) ... .seconds(60)).contains(heartbeat) else {
            throw AMQPError(.invalid, "heartbeat outside 1…60 seconds")
        }
    }

    public var description: String {
        let places = nodes.map(\.description).joined(separator: ",")
        return places.isEmpty ? "unreadable AMQP url" : places
    }
}
