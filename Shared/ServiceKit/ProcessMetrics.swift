import Foundation
import Glibc
import Telemetry

/// The process itself, under the names that Prometheus' own libraries use.
struct ProcessMetrics: Sendable {
    private let started = Date()

    var families: [MetricFamily] {
        [
            .init(.gauge, "process_resident_memory_bytes", "Resident memory", Self.residentBytes),
            .init(.gauge, "process_start_time_seconds", "Start since the epoch", started.timeIntervalSince1970),
            .init(.counter, "process_cpu_seconds_total", "Processor time used", Self.processorSeconds),
            .init(.gauge, "process_open_fds", "Open file descriptors", Self.openDescriptors),
        ]
    }

    /// Pages resident, from /proc/self/statm (proc(5)), in bytes.
    private static var residentBytes: Int {
        guard let data = FileManager.default.contents(atPath: "/proc/self/statm") else { return 0 }
        let fields = String(decoding: data, as: UTF8.self).split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static var processorSeconds: Double {
        Double(clock()) / 1e6  // POSIX fixes CLOCKS_PER_SEC at a million
    }

    private static var openDescriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }
}
