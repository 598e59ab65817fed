public import Contracts
public import Foundation

/// What the checkout holds of the contracts: schemas, golden messages, needs of the consumers, published versions.
public struct ContractFiles: Sendable {
    public let root: URL

    /// - Parameter root: the folder that holds Package.swift; nil: the checkout that this was built from.
    public init(root: URL? = nil) {
        self.root =
            root
            ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    public var schemas: URL { root.appending(path: "Shared/Contracts/Schemas") }
    public var goldens: URL { root.appending(path: "Tests/Fixtures/contracts") }
    public var needs: URL { goldens.appending(path: "needs") }
    public var published: URL { goldens.appending(path: "published") }
    public var document: URL { root.appending(path: "infra/docs/asyncapi.json") }

    /// A file that cannot be used; says which, why, and what makes it anew.
    public struct Unreadable: Error, CustomStringConvertible {
        public let description: String

        init(_ file: URL, _ problem: String) {
            description = "\(file.lastPathComponent): \(problem); `infra/scripts/contracts update` writes it anew"
        }
    }

    /// By the service's name.
    public func consumers() throws -> [ConsumerNeeds] {
        try names(in: needs).map { name in
            let found = try read(ConsumerNeeds.self, needs.appending(path: "\(name).json"))
            guard found.service == name else {
                throw Unreadable(needs.appending(path: "\(name).json"), "it is about \(found.service)")
            }
            return found
        }
    }

    /// By type.
    public func versions() throws -> [PublishedVersion] {
        try names(in: published).map { name in
            let found = try read(PublishedVersion.self, published.appending(path: "\(name).json"))
            guard found.type == name else {
                throw Unreadable(published.appending(path: "\(name).json"), "it is about \(found.type)")
            }
            return found
        }
    }

    /// The first golden message of a type.
    public func golden(of type: String) throws -> JSONValue {
        try read(JSONValue.self, goldens.appending(path: "\(type).json"))
    }

    /// A type's JSON Schema as it is written.
    public func schema(of type: String) throws -> JSONValue {
        try read(JSONValue.self, schemas.appending(path: "\(type).json"))
    }

    public func read<T: Decodable>(_ type: T.Type, _ file: URL) throws -> T {
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw Unreadable(file, "it is missing")
        }
        do {
            return try Wire.decode(type, from: [UInt8](data))
        } catch let error as DecodingError {
            throw Unreadable(file, Self.problem(error))
        }
    }

    /// Names of the JSON files in `folder`; none where it is missing.
    public func names(in folder: URL) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }

    private static func problem(_ error: DecodingError) -> String {
        let context: DecodingError.Context
        switch error {
        case .keyNotFound(let key, let found): return "\(key.stringValue) is missing at \(path(found))"
        case .dataCorrupted(let found), .typeMismatch(_, let found), .valueNotFound(_, let found): context = found
        @unknown default: return "it is not of its form"
        }
        return "\(context.debugDescription) at \(path(context))"
    }

    private static func path(_ context: DecodingError.Context) -> String {
        (["$"] + context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }).joined(separator: ".")
    }
}
