import Foundation

/// A secret that the operator makes and shows once; only its fingerprint travels and is stored.
struct Secret: Sendable {
    /// 32 random bytes as base64url, 43 characters.
    let text: String

    init() {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        text = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    /// Lower-case hexadecimal SHA-256, computed by PostgreSQL (the one library for it that we already have).
    func fingerprint(_ context: OperatorContext) async throws -> String {
        let bytes = Array(text.utf8)
        return try await context.read { tx in try FingerprintStore.sha256(bytes, in: tx) }
    }
}
