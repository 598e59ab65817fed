import Foundation
import Glibc

/// OpenSSL's own HTTPS server with a certificate made for this run, for `localhost` alone.
final class TLSServer: Sendable {
    struct DidNotStart: Error {}

    /// The authority that signed the certificate, which is the certificate itself.
    let authority: String
    let port: Int
    private let directory: URL
    private let process: Process

    static func start() async throws -> TLSServer {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Result { try TLSServer() }) }.start()
        }
    }

    private init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let key = directory.appending(path: "key.pem").path
        authority = directory.appending(path: "certificate.pem").path
        try Self.makeCertificate(key: key, certificate: authority)
        process = Self.openssl(["s_server", "-accept", "0", "-key", key, "-cert", authority, "-www"])
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = Pipe()
        try process.run()
        port = try Self.port(from: output.fileHandleForReading)
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: directory)
    }

    private static func makeCertificate(key: String, certificate: String) throws {
        let maker = openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
        ])
        try maker.run()
        maker.waitUntilExit()
        guard maker.terminationStatus == 0 else { throw DidNotStart() }
    }

    private static func openssl(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardError = FileHandle.nullDevice
        return process
    }

    /// Reads until the line `ACCEPT <address>:<port>`.
    private static func port(from output: FileHandle) throws -> Int {
        var text = ""
        var byte: UInt8 = 0
        while read(output.fileDescriptor, &byte, 1) == 1 {
            text.unicodeScalars.append(UnicodeScalar(byte))
            guard text.hasSuffix("\n") else { continue }
            if text.hasPrefix("ACCEPT"), let port = Int(text.dropLast().split(separator: ":").last ?? "") {
                return port
            }
            text = ""
        }
        throw DidNotStart()
    }
}
