import Glibc

/// A lock that a thread can sleep on until another wakes it: a POSIX mutex with its condition variable.
// Unchecked because both objects are made for use by several threads and never move.
public final class ThreadSignal: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    public init() {
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    public func withLock<T>(_ body: () throws -> T) rethrows -> T {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body()
    }

    /// Sleeps until ``wake()``; only inside ``withLock(_:)``, and in a loop, since it may return early.
    public func wait() {
        pthread_cond_wait(condition, mutex)
    }

    /// Wakes one sleeper.
    public func wake() {
        pthread_cond_signal(condition)
    }
}
