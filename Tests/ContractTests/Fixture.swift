import Foundation

/// Schemas and golden messages as they lie in the package.
enum Fixture {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func schema(of type: String) throws -> [String: Any] {
        try object(at: "Shared/Contracts/Schemas/\(type).json")
    }

    static func golden(of type: String) throws -> Data {
        try Data(contentsOf: root.appending(path: "Tests/Fixtures/contracts/\(type).json"))
    }

    static func types(in folder: String) throws -> Set<String> {
        Set(
            try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
                .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
        )
    }

    private static func object(at path: String) throws -> [String: Any] {
        let data = try Data(contentsOf: root.appending(path: path))
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }
}
