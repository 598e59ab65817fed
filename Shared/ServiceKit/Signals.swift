import Dispatch
import Foundation
import Logging

enum Signals {
    /// A peer that hangs up is an error value, not a signal.
    static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
    }

    /// Runs `work` until it ends or SIGTERM or SIGINT arrives; then cancels it and waits for its end, 10 s at most.
    static func untilAsked(logger: Logger, _ work: @escaping @Sendable () async -> Void) async {
        let asked = AsyncStream<Int32>.makeStream()
        let sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { asked.continuation.yield(number) }
            source.resume()
            return source
        }
        let task = Task {
            await work()
            asked.continuation.finish()
        }
        for await number in asked.stream {
            logger.info("asked to stop", metadata: ["signal": "\(number)"])
            break
        }
        let overdue = Task {
            try await Task.sleep(for: .seconds(10))
            logger.error("not finished in 10 s; unacknowledged messages are delivered again")
            ProcessEnd.leave(75)
        }
        task.cancel()
        await task.value
        overdue.cancel()
        for source in sources { source.cancel() }
    }
}
