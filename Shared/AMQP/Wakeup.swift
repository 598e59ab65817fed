import CRabbitMQ
import Glibc

/// An eventfd that interrupts a thread's `poll`.
final class Wakeup: Sendable {
    let descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))

    func signal() { _ = eventfd_write(descriptor, 1) }

    /// Sleeps until the socket has something to read, ``signal()`` was called or the deadline passed.
    /// Without a socket only the latter two count.
    func wait(socket: Int32?, until deadline: ContinuousClock.Instant) {
        let left = max(.zero, deadline - .now)
        let milliseconds = min(left / .milliseconds(1), 3_600_000).rounded(.up)
        var descriptors = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        poll(&descriptors, 2, Int32(milliseconds))
        if descriptors[0].revents != 0 {
            var count: eventfd_t = 0
            _ = eventfd_read(descriptor, &count)
        }
    }

    deinit { close(descriptor) }
}
