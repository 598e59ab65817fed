import ArgumentParser
import Foundation

/// How fast, how long and how far, for whatever sends a frozen set.
struct PaceOptions: ParsableArguments {
    @Option(help: "Messages a second at most; none: as fast as it goes.") var rate: Double?
    @Option(help: "Seconds in which the rate grows from a tenth to the whole.") var ramp: Double?
    @Option(help: "Of a hundred results so many may fail before no more are sent.") var stopAbove = 50.0
    @Option(help: "Seconds without any progress before the tool stops waiting.") var patience = 60
    @Option(help: "Messages at most; a larger selection is refused whole.") var limit = 100_000

    /// A set of that size is written down in seconds; who means more can go day by day.
    private static let limitMax = 1_000_000

    func validate() throws {
        if let rate, !(rate > 0 && rate <= 1_000_000) { throw ValidationError("--rate must be above 0.") }
        if let ramp, !(ramp >= 0 && ramp <= 86_400) { throw ValidationError("--ramp must be seconds, up to a day.") }
        if ramp != nil, rate == nil { throw ValidationError("--ramp needs --rate.") }
        guard (1...Self.limitMax).contains(limit) else {
            throw ValidationError("--limit must be from 1 to \(Self.limitMax).")
        }
        guard (1...86_400).contains(patience) else { throw ValidationError("--patience must be from 1 to 86400.") }
        guard (0...100).contains(stopAbove) else { throw ValidationError("--stop-above must be from 0 to 100.") }
    }

    /// - Throws: ``OperatorError`` where `found`, counted up to one more than the limit, is too many.
    func admit(_ found: Int) throws {
        guard found <= limit else {
            throw OperatorError(
                "More than \(limit) messages fit: nothing was done. Narrow it with --since, --until, --type or --company, "
                    + "or raise --limit (up to \(Self.limitMax))."
            )
        }
    }
}
