/// Numbers pairs of values in the order of their coming.
///
/// Open addressing with Fibonacci hashing (Knuth, volume 3, 6.4): a lead of sixteen fields has 120 pairs, and a
/// `Dictionary`, which defends itself against chosen keys, takes most of the time that an outcome may take. Keys are
/// numbers of ours here, and there are ``PairWeights/limit`` at most.
struct PairTable: Sendable {
    /// In order of their coming.
    private(set) var keys: [UInt64] = []
    /// Place in `keys`, or -1; a power of two of them, half of them empty at least.
    private var slots = [Int32](repeating: -1, count: 64)
    private var shift = UInt64(64 - 6)

    init() {}

    /// As it was stored; of keys that are there twice the first counts.
    init(_ keys: [UInt64]) { for key in keys { add(key) } }

    static func key(_ one: Int32, _ other: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: min(one, other))) << 32 | UInt64(UInt32(bitPattern: max(one, other)))
    }

    subscript(key: UInt64) -> Int32? {
        let place = slots[slot(of: key)]
        return place < 0 ? nil : place
    }

    /// A key that is new gets the next number.
    mutating func add(_ key: UInt64) {
        let slot = slot(of: key)
        guard slots[slot] < 0 else { return }
        slots[slot] = Int32(keys.count)
        keys.append(key)
        if 2 * keys.count > slots.count { grow() }
    }

    /// Where the key is, or would be.
    private func slot(of key: UInt64) -> Int {
        var slot = Int((key &* 0x9E37_79B9_7F4A_7C15) >> shift)
        while slots[slot] >= 0, keys[Int(slots[slot])] != key { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: 2 * slots.count)
        shift -= 1
        for (place, key) in keys.enumerated() { slots[slot(of: key)] = Int32(place) }
    }
}
