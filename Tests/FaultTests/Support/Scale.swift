import Foundation

/// How much is tried: the short form of every `make test`, or the whole matrix of `make faults`.
enum Scale {
    static let isFull = ProcessInfo.processInfo.environment["FILON_FAULTS"] == "full"

    /// Leads of one flow or import.
    static let leads = isFull ? 5_000 : 300
    /// How long a fault lasts that lasts.
    static let window: Duration = isFull ? .seconds(45) : .seconds(3)
    /// From the end of a fault until everything works again.
    static let recovery: Duration = .seconds(60)
    /// From the end of a fault until a whole flow or import is through.
    static let patience: Duration = isFull ? .seconds(300) : .seconds(90)
}
