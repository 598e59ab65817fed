import Foundation
import Logging
import ServiceKit
import Synchronization

/// Log lines as a service writes them.
final class Lines: Sendable {
    private let kept = Mutex<[String]>([])

    var all: [String] { kept.withLock { $0 } }

    func logger(_ service: String) -> Logger {
        Logger(label: service) { [self] _ in
            JSONLog(service: service, level: .trace) { line in self.kept.withLock { $0.append(line) } }
        }
    }

    /// Each line's fields; a line that is no JSON object of texts is an error.
    func objects() throws -> [[String: String]] {
        try all.map { try JSONDecoder().decode([String: String].self, from: Data($0.utf8)) }
    }
}
