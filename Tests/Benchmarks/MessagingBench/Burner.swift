import Glibc

/// Work that does nothing.
enum Burner {
    /// Keeps this thread's processor busy for so much of its own time, whoever else wants the machine.
    static func burn(_ duration: Duration) {
        guard duration > .zero else { return }
        let end = spent() + duration
        while spent() < end {}
    }

    private static func spent() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
