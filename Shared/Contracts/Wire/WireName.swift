import Foundation

/// Names of members as bytes: how they are compared without a look at each byte.
enum WireName {
    /// - Parameter other: as long as `one`.
    @inline(__always)
    static func areEqual(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let left = one.baseAddress, let right = other.baseAddress else { return one.isEmpty }
        return memcmp(left, right, one.count) == 0
    }

    /// The first four bytes and the last four, which overlap in a short name. Two names of the same length up to eight
    /// are equal when these are.
    @inline(__always)
    static func ends(of name: UnsafeBufferPointer<UInt8>) -> (first: UInt32, last: UInt32) {
        guard name.count >= 4 else { return (name.reduce(0) { $0 << 8 | UInt32($1) }, 0) }
        let raw = UnsafeRawBufferPointer(name)
        return (
            raw.loadUnaligned(as: UInt32.self), raw.loadUnaligned(fromByteOffset: name.count - 4, as: UInt32.self)
        )
    }

    /// The first eight bytes as a number that compares as they do.
    @inline(__always)
    static func start(of name: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard name.count < 8 else {
            return UInt64(bigEndian: UnsafeRawBufferPointer(name).loadUnaligned(as: UInt64.self))
        }
        return name.reduce(0) { $0 << 8 | UInt64($1) } << UInt64(8 * (8 - name.count))
    }

    /// The name that was written with its quotes and a colon.
    static func text(of written: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        WireText.unescaped(UnsafeBufferPointer(rebasing: written.dropFirst().dropLast(2))) ?? ""
    }
}
