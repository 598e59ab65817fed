import Foundation

/// Chance that can be repeated: printed when a test begins, and set again by FILON_FAULT_SEED.
struct Dice: RandomNumberGenerator {
    /// One for the whole run.
    static let seed: UInt64 = {
        let named = ProcessInfo.processInfo.environment["FILON_FAULT_SEED"].flatMap { UInt64($0) }
        let seed = named ?? UInt64.random(in: 0..<1_000_000_000)
        print("faults: FILON_FAULT_SEED=\(seed) repeats these draws")
        return seed
    }()

    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// - Parameter name: draws of one test do not depend on which others ran before it.
    init(_ name: String = #function) {
        state = Dice.seed
        for byte in name.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func pause(_ range: ClosedRange<Int>) -> Duration { .milliseconds(Int.random(in: range, using: &self)) }
}
