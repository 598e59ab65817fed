import Foundation

/// The private servers that tests run against, as `infra/local/servers` announces them.
public enum ServerEnvironment {
    /// Servers that hold for the current task instead of the process's own; nil: the process's environment.
    @TaskLocal public static var announced: [String: String]?

    /// A superuser's URL of the database `postgres`; tests create databases of their own beside it.
    /// - Throws: ``ServerMissing`` when no server was announced.
    public static func databaseURL() throws -> String {
        try value(of: "FILON_TEST_DATABASE_URL")
    }

    /// An administrator's URL of the vhost `filon`; tests declare names of their own in it, or another vhost.
    /// - Throws: ``ServerMissing`` when no server was announced.
    public static func amqpURL() throws -> String {
        try value(of: "FILON_TEST_AMQP_URL")
    }

    /// The base URL of RabbitMQ's management API, user and password included, without a slash at the end.
    /// - Throws: ``ServerMissing`` when no server was announced.
    public static func managementURL() throws -> String {
        try value(of: "FILON_TEST_RABBITMQ_MANAGEMENT_URL")
    }

    private static func value(of variable: String) throws -> String {
        guard let value = (announced ?? ProcessInfo.processInfo.environment)[variable], !value.isEmpty else {
            throw ServerMissing(variable: variable)
        }
        return value
    }
}

/// A test needs a server and nobody said where one is. The test fails: a promise that was not tried was not kept.
public struct ServerMissing: Error, CustomStringConvertible {
    /// The environment variable that should have named the server.
    public let variable: String

    public init(variable: String) { self.variable = variable }

    public var description: String {
        """
        \(variable) is not set. `make test` starts the servers and sets it; by hand: \
        infra/local/servers up && set -a && . .local/servers.env && set +a
        """
    }
}
