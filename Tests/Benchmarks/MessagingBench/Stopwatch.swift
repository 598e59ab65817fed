import Foundation
import Glibc
import Synchronization

/// Time and CPU between the first message and the last.
final class Stopwatch: Sendable {
    /// Printed as one line; the programs in C and the peer print the same.
    private struct Report: Encodable {
        let count: Int
        let began: Double
        let ended: Double
        let cpuSeconds: Double
        let peakBytes: Int
        let batches: Int
    }

    private let beginning = Mutex<(time: Double, cpu: Double)?>(nil)

    /// At the first message; later calls change nothing.
    func start() {
        beginning.withLock { if $0 == nil { $0 = (Date().timeIntervalSince1970, Self.cpuSeconds) } }
    }

    func report(count: Int, batches: Int) throws {
        let cpu = Self.cpuSeconds
        let begun = beginning.withLock { $0 } ?? (time: 0, cpu: cpu)
        let report = Report(
            count: count,
            began: begun.time,
            ended: Date().timeIntervalSince1970,
            cpuSeconds: cpu - begun.cpu,
            peakBytes: Self.peakBytes,
            batches: batches
        )
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        FileHandle.standardOutput.write(try encoder.encode(report) + Data("\n".utf8))
    }

    private static var cpuSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Not from `getrusage`: that figure survives exec, and would be the starter's.
    private static var peakBytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
        return (kilobytes ?? 0) * 1024
    }
}
