import Glibc

/// Runs an actor's jobs one at a time, first in first out, on a thread of its own.
///
/// A blocking C call on the cooperative pool parks one of its few threads (one per core); here it parks only the
/// actor that made it. The thread starts with the first job and ends after ``stop()``, when every job has run.
// Unchecked because `jobs`, `isRunning` and `isStopping` are only touched while `signal` is locked.
public final class ThreadExecutor: SerialExecutor, @unchecked Sendable {
    private let signal = ThreadSignal()
    private let name: String
    private var jobs: [UnownedJob] = []
    private var isRunning = false
    private var isStopping = false

    /// - Parameter name: shown by `ps -L` and debuggers; Linux keeps its first 15 bytes.
    public init(name: String) {
        self.name = name
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let starts = signal.withLock {
            jobs.append(job)
            signal.wake()
            defer { isRunning = true }
            return !isRunning
        }
        if starts { DetachedThread.start(name: name) { self.loop() } }
    }

    /// Ends the thread once the jobs in hand have run. A job that arrives later starts it again and is not lost.
    public func stop() {
        signal.withLock {
            isStopping = true
            signal.wake()
        }
    }

    private func loop() {
        let executor = asUnownedSerialExecutor()
        var batch: [UnownedJob] = []
        while takeJobs(into: &batch) {
            for job in batch { job.runSynchronously(on: executor) }
            batch.removeAll(keepingCapacity: true)
        }
    }

    /// Swaps buffers, so that neither side allocates per job; false ends the thread.
    private func takeJobs(into batch: inout [UnownedJob]) -> Bool {
        signal.withLock {
            while jobs.isEmpty && !isStopping { signal.wait() }
            swap(&jobs, &batch)
            if batch.isEmpty {
                isRunning = false
                isStopping = false
            }
            return !batch.isEmpty
        }
    }
}
