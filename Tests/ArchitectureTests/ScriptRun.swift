import Foundation

/// A piece of shell in the checkout, for what the scripts in `infra` promise.
struct ScriptRun {
    private let process = Process()
    private let output = Pipe()

    init(_ script: String, _ arguments: String...) throws {
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", script, "test"] + arguments
        process.currentDirectoryURL = SourceTree.root
        process.standardOutput = output
        try process.run()
    }

    /// What it wrote, once it has ended.
    func lines() -> [String] {
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").map(String.init)
    }
}
