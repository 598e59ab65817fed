/// Notices that something stands still: an upload whose sender is gone would keep others waiting.
public enum StallWatch {
    /// Looks at a count from time to time.
    /// - Parameter count: grows while there is progress; nil: there is nothing to wait for any more.
    /// - Returns: true once the count is the same twice in a row, false when it is nil or the task is cancelled.
    public static func stands(every pause: Duration, _ count: @Sendable () -> Int?) async -> Bool {
        var last = -1
        while (try? await Task.sleep(for: pause)) != nil {
            guard let now = count() else { return false }
            if now == last { return true }
            last = now
        }
        return false
    }
}
