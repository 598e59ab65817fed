public import Foundation

/// Two authorities, and certificates of localhost that the first signed, one of which expired a day ago; in a directory
/// of their own.
public struct Certificates: Sendable {
    public let directory: URL

    public init() async throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("filon-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        for name in ["authority", "stranger"] {
            try await openssl("req -x509 \(Self.key) -days 2 -subj /CN=\(name) -keyout \(name).key -out \(name).pem")
        }
        for (name, days) in [("server", 2), ("expired", -1)] {
            let host = "-subj /CN=localhost -addext subjectAltName=DNS:localhost"
            try await openssl("req -new \(Self.key) \(host) -keyout \(name).key -out \(name).csr")
            try await openssl(
                "x509 -req -in \(name).csr -CA authority.pem -CAkey authority.key -set_serial \(days + 10) "
                    + "-days \(days) -copy_extensions copy -out \(name).pem"
            )
        }
        // A server may run as another user.
        try await Command.run(["/bin/chmod", "-R", "a+rX", directory.path])
    }

    public func remove() { try? FileManager.default.removeItem(at: directory) }

    public func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

    private static let key = "-newkey rsa:2048 -nodes"

    private func openssl(_ arguments: String) async throws {
        let words = arguments.split(separator: " ").map(String.init)
        // File names, and nothing else, end in these.
        let named = words.map { word in
            [".key", ".pem", ".csr"].contains { word.hasSuffix($0) } ? path(word) : word
        }
        try await Command.run(["/usr/bin/openssl"] + named)
    }
}
