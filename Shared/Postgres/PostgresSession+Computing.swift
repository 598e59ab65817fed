import Threading

extension PostgresSession {
    /// Runs `work` on another thread and asks the server something every second meanwhile, so that a long computation in
    /// a transaction is not taken for a session whose process is paused, and ended. For work that only computes: what holds
    /// for the task, such as a rehearsal, does not hold there.
    /// - Throws: what `work` throws; `PostgresError` where the session was lost meanwhile.
    public func computing<T: Sendable>(
        every pulse: Duration = .seconds(1),
        _ work: @escaping @Sendable () throws -> T
    ) throws -> T {
        try Aside.run(name: "compute", pulse: pulse) {
            try query("SELECT 1")
        } compute: {
            try work()
        }
    }
}
