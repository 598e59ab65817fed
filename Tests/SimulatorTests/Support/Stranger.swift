import Foundation
import Testing

/// `Tests/Strangers/providers.py` under way.
final class Stranger {
    private let process = Process()
    /// Addresses by Filon's variables.
    private(set) var addresses: [String: String] = [:]

    /// Starts it on a free port and waits until it says that it is ready.
    init(companies: URL) throws {
        let script = Fixtures.folder.deletingLastPathComponent().appending(path: "Strangers/providers.py")
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script.path, "--port", "0", "--companies", companies.path]
        process.standardOutput = output
        try process.run()
        for line in try Self.lines(of: output.fileHandleForReading) {
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2 { addresses[parts[0]] = parts[1] }
        }
        #expect(addresses.count == 8, "the stranger did not start")
    }

    func stop() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Everything up to `ready`; ends with the program, and after 64 KiB.
    private static func lines(of handle: FileHandle) throws -> [String] {
        var text = ""
        while !text.contains("ready\n"), text.utf8.count < 1 << 16 {
            let part = handle.availableData
            if part.isEmpty { break }
            text += String(decoding: part, as: UTF8.self)
        }
        return text.split(separator: "\n").map(String.init)
    }
}
