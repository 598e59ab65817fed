public import Foundation
import Synchronization

/// A reading with a fraction, such as seconds or a moment; 0 until it was first set.
public final class Gauge: Sendable {
    private let bits = Atomic<UInt64>(0)

    public init() {}

    public var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    public func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

    /// A moment, as Prometheus writes it: seconds since the epoch.
    public func set(_ moment: Date) { set(moment.timeIntervalSince1970) }
}
