/// Waits until `condition` holds, looking again every few milliseconds.
/// - Throws: an error that names `what` after `limit`; what `condition` throws.
public func eventually(
    _ what: String,
    within limit: Duration = .seconds(20),
    _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(10))
    }
    throw NeverHappened(what: what, limit: limit)
}

public struct NeverHappened: Error, CustomStringConvertible {
    let what: String
    let limit: Duration
    public var description: String { "waited \(limit) in vain for: \(what)" }
}
