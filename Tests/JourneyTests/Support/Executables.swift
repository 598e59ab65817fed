import Foundation

/// Where the products of this build lie: beside the test bundle, or where FILON_TEST_BINARIES says.
enum Executables {
    static func path(of name: String) throws -> String {
        let named = ProcessInfo.processInfo.environment["FILON_TEST_BINARIES"].map { URL(fileURLWithPath: $0) }
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent()
        let path = (named ?? beside).appendingPathComponent(name).path
        guard FileManager.default.isExecutableFile(atPath: path) else { throw Missing(path: path) }
        return path
    }

    struct Missing: Error, CustomStringConvertible {
        let path: String
        var description: String { "there is no \(path); `swift build` makes it, or set FILON_TEST_BINARIES" }
    }

    /// The checkout's folder of fixtures for the demonstration.
    static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures/demo")
}
