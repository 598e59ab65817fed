import Glibc
import Synchronization

/// Random bits for identifiers and spans, drawn from the system 64 words at a time: a system call for each would cost a
/// message as much as its place in the inbox. Nothing secret is made of them.
public enum RandomBits {
    private static let store = Mutex<[UInt64]>([])

    public static func next() -> UInt64 {
        store.withLock { store in
            if store.isEmpty { store = refill() }
            return store.removeLast()
        }
    }

    private static func refill() -> [UInt64] {
        var words = [UInt64](repeating: 0, count: 64)
        words.withUnsafeMutableBytes { bytes in
            if let start = bytes.baseAddress { arc4random_buf(start, bytes.count) }
        }
        return words
    }
}
