import Foundation

/// Files of this checkout, and the checker of Prometheus' rules.
enum Checkout {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func data(_ path: String) throws -> Data { try Data(contentsOf: root.appending(path: path)) }

    /// What promtool says of a file in the checkout, or of an absolute path; nil if it has no objection.
    static func promtool(_ arguments: String...) async throws -> String? {
        let process = Process()
        let said = FileManager.default.temporaryDirectory.appending(path: "promtool-\(UUID().uuidString)")
        try Data().write(to: said)
        defer { try? FileManager.default.removeItem(at: said) }
        let output = try FileHandle(forWritingTo: said)
        process.executableURL = root.appending(path: "infra/scripts/promtool")
        process.arguments = arguments
        process.currentDirectoryURL = root
        process.standardOutput = output
        process.standardError = output
        // Waited for without a thread: the other tests need theirs.
        let (ends, ended) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { ended.yield($0.terminationStatus) }
        try process.run()
        let status = await ends.first { _ in true }
        return status == 0 ? nil : try String(contentsOf: said, encoding: .utf8)
    }

    /// Metrics that PromQL names, without the suffixes of a histogram's series.
    static func metrics(in expression: String) -> Set<String> {
        let names = expression.matches(of: #/\b(?:filon|process)_[a-z_]+/#).map { String($0.0) }
        return Set(names.map { $0.replacing(#/_(bucket|sum|count)$/#, with: "") })
    }
}
