/// Numbers that look drawn and are the same everywhere: SplitMix64 (Steele, Lea and Flood 2014) of a row's place.
public struct SplitHash: Sendable {
    private let base: UInt64

    public init(seed: UInt64) { base = seed &* 0x9E37_79B9_7F4A_7C15 }

    /// In 0 ..< 1.
    public func unit(_ row: Int) -> Double {
        var z = base &+ UInt64(row) &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        z ^= z >> 31
        return Double(z >> 11) / 9_007_199_254_740_992
    }
}
