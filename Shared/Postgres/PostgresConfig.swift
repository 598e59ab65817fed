/// Where the database is and how long a session waits for it.
public struct PostgresConfig: Sendable {
    /// Any connection string that libpq reads, `postgresql://…` or `host=…`; several hosts are tried in turn.
    public var url: String
    /// Shown in `pg_stat_activity`.
    public var applicationName: String
    /// The server ends a longer statement with 57014; zero means no limit.
    public var statementTimeout = Duration.seconds(30)
    /// The server gives up on a lock with 55P03; zero means no limit.
    public var lockTimeout = Duration.seconds(5)
    /// The server ends a session that holds a transaction open this long without work; zero means no limit.
    public var idleInTransactionTimeout = Duration.seconds(60)
    /// What else holds for the whole session, by the server's names, e.g. `synchronous_commit`; wins over our own limits.
    public var settings: [String: String] = [:]
    /// How long one call tries to connect, over all hosts and attempts.
    public var connectTimeout = Duration.seconds(5)
    /// A file with the password, read at each connect, so that a changed one is taken up; wins over the URL's.
    public var passwordFile: String?
    /// How long a caller waits for a session of the pool.
    public var acquireTimeout = Duration.seconds(10)
    /// How many callers may wait for a session of the pool.
    public var waitersMax = 1000

    public init(url: String, applicationName: String = "filon") {
        self.url = url
        self.applicationName = applicationName
    }

    /// Beyond the server's own limit, a server that does not answer at all is given up.
    var answerTimeout: Duration? {
        statementTimeout == .zero ? nil : statementTimeout + .seconds(5)
    }
}

extension PostgresConfig: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Hosts and database; never the user's password.
    public var description: String {
        guard let parameters = try? Conninfo(self).parameters else {
            return "PostgreSQL (unreadable connection string)"
        }
        let shown = ["host", "hostaddr", "port", "dbname", "user"].compactMap { key in
            parameters[key].map { "\(key)=\($0)" }
        }
        return "PostgreSQL " + shown.joined(separator: " ")
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
