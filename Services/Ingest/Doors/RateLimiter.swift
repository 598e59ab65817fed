import Foundation
import Synchronization

/// Requests a minute for each token, in this replica: a bucket that holds a minute's worth and refills evenly.
final class RateLimiter: Sendable {
    private struct Bucket {
        var level: Double
        var at: Date
    }

    private let buckets = Mutex<[UUID: Bucket]>([:])

    /// - Returns: nil if the request may pass, else seconds until one may.
    func admit(_ token: IngestToken, now: Date) -> Int? {
        let capacity = Double(token.ratePerMinute)
        return buckets.withLock { buckets in
            var bucket = buckets[token.id] ?? Bucket(level: capacity, at: now)
            let elapsed = max(0, now.timeIntervalSince(bucket.at))
            bucket.level = min(capacity, bucket.level + elapsed * capacity / 60)
            bucket.at = now
            defer { buckets[token.id] = bucket }
            guard bucket.level >= 1 else {
                return max(1, Int(((1 - bucket.level) * 60 / capacity - 1e-6).rounded(.up)))
            }
            bucket.level -= 1
            return nil
        }
    }
}
