import Foundation
import Testing

/// What `arguments` print when they are fed `input`. Runs on a thread of its own: waiting for a process would hold
/// one of the few that run the tests.
func output(of arguments: [String], input: [UInt8] = []) async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Result { try run(arguments, input) }) }.start()
    }
}

private func run(_ arguments: [String], _ input: [UInt8]) throws -> [UInt8] {
    let process = Process()
    let (source, sink) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    (process.standardInput, process.standardOutput) = (source, sink)
    try process.run()
    try source.fileHandleForWriting.write(contentsOf: Data(input))
    try source.fileHandleForWriting.close()
    let bytes = try sink.fileHandleForReading.readToEnd()
    process.waitUntilExit()
    return Array(try #require(bytes))
}
