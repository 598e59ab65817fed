import Foundation

/// Where the fixtures stand in the checkout.
enum Fixtures {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")

    static func data(_ path: String) throws -> Data { try Data(contentsOf: folder.appending(path: path)) }

    static func object(_ path: String) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: data(path)) as? [String: Any] ?? [:]
    }
}
