/// What a caller should do about an error.
extension PostgresError {
    /// Running the same transaction again at once can succeed: serialization failure, deadlock, stale plan.
    public var isRetriableAtOnce: Bool {
        code == .stalePlan || sqlState == "40001" || sqlState == "40P01"
    }

    /// The database is away, takes no writes or is beset: pause and try again later; no attempt was used up.
    public var isUnavailable: Bool {
        switch code {
        case .unreachable, .connectionLost, .commitUnknown, .timeout, .poolExhausted: true
        default: sqlState.map(Self.meansUnavailable) ?? false
        }
    }

    /// Somebody holds a lock, or the server is slow: nothing is wrong with what was asked, and it may pass soon.
    public var isContended: Bool { isLockNotAvailable || isQueryCancelled }

    /// What an operator should do about it, where that is known.
    public var remedy: String? {
        switch sqlState {
        case "53100": "the database's disk is full: free some space, nothing is lost meanwhile"
        case "25006": "the database is read-only: point FILON_DATABASE_URL at the primary"
        case "53300": "the database has no connection left: raise max_connections or lower FILON_DATABASE_POOL"
        case "28P01", "28000": "the database refuses the login: check user and password in FILON_DATABASE_URL"
        default: nil
        }
    }

    /// The server is a standby, or saves itself from writes.
    var isReadOnly: Bool { sqlState == "25006" }

    public var isUniqueViolation: Bool { sqlState == "23505" }
    public var isForeignKeyViolation: Bool { sqlState == "23503" }
    public var isCheckViolation: Bool { sqlState == "23514" }
    /// `lock_timeout` passed, or NOWAIT found the row locked.
    public var isLockNotAvailable: Bool { sqlState == "55P03" }
    /// `statement_timeout` passed, or the statement was cancelled.
    public var isQueryCancelled: Bool { sqlState == "57014" }

    /// PostgreSQL's appendix A: 08 connection, 57P0x shut down or starting, 53300 too many connections, 53100 disk
    /// full, 25006 read-only (a standby or a server saving itself).
    static func meansUnavailable(_ state: String) -> Bool {
        state.hasPrefix("08") || state.hasPrefix("57P0") || ["53300", "53100", "25006"].contains(state)
    }

    /// The server ends the session after these.
    static func endsSession(_ state: String) -> Bool {
        state.hasPrefix("08") || state.hasPrefix("57P0") || state == "25P03"
    }
}
