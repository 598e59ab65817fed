import Synchronization

/// A whole number that several threads add to: a count since the start, or a level that rises and falls.
public final class Counter: Sendable {
    private let storage = Atomic<Int>(0)

    public init() {}

    public var value: Int { storage.load(ordering: .relaxed) }

    public func add(_ amount: Int) { storage.wrappingAdd(amount, ordering: .relaxed) }

    public func set(_ amount: Int) { storage.store(amount, ordering: .relaxed) }
}
