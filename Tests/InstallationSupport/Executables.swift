public import Foundation

/// Where the products of this build lie: beside the test bundle, or where FILON_TEST_BINARIES says.
public enum Executables {
    public static func path(of name: String) throws -> String {
        let named = ProcessInfo.processInfo.environment["FILON_TEST_BINARIES"].map { URL(fileURLWithPath: $0) }
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent()
        let path = (named ?? beside).appendingPathComponent(name).path
        guard FileManager.default.isExecutableFile(atPath: path) else { throw Missing(path: path) }
        return path
    }

    public struct Missing: Error, CustomStringConvertible {
        let path: String
        public var description: String { "there is no \(path); `swift build` makes it, or set FILON_TEST_BINARIES" }
    }

    /// The folder that holds Package.swift.
    public static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The checkout's folder of fixtures for the demonstration.
    public static let fixtures = checkout.appendingPathComponent("Tests/Fixtures/demo")
}
