import Foundation

@testable import ProviderSandbox

/// A JSON document read by somebody else than who wrote it.
// Unchecked because values of JSONSerialization are immutable once read.
struct Document: @unchecked Sendable {
    let value: Any?

    init(_ value: Any?) { self.value = value }

    init(_ bytes: [UInt8]) {
        value = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    }

    init(text: String?) { self.init(Array((text ?? "").utf8)) }

    subscript(key: String) -> Document { Document((value as? [String: Any])?[key]) }

    subscript(place: Int) -> Document {
        guard let values = value as? [Any], values.indices.contains(place) else { return Document(nil as Any?) }
        return Document(values[place])
    }

    var keys: Set<String> { Set((value as? [String: Any] ?? [:]).keys) }
    var text: String? { value as? String }
    var number: Int? { (value as? NSNumber)?.intValue }
    var decimal: Double? { (value as? NSNumber)?.doubleValue }
    var flag: Bool? { value as? Bool }
    var elements: [Document] { (value as? [Any] ?? []).map { Document($0) } }
    var isNull: Bool { value is NSNull }

    /// Where values stand: `results[].siege.siret`. What a null or an empty list would hold is unknown.
    var paths: Set<String> { Self.paths(of: value, under: "") }

    private static func paths(of value: Any?, under path: String) -> Set<String> {
        switch value {
        case let members as [String: Any]:
            members.reduce(into: Set([path])) { $0.formUnion(paths(of: $1.value, under: path + "." + $1.key)) }
        case let values as [Any]:
            values.reduce(into: Set([path])) { $0.formUnion(paths(of: $1, under: path + "[]")) }
        default: [path]
        }
    }
}

/// What a provider documents, from `Fixtures/providers/shapes.json`.
struct Shape {
    private let parts: [String: [String]]

    init(_ provider: String) throws {
        parts = try Fixtures.object("providers/shapes.json")[provider] as? [String: [String]] ?? [:]
    }

    subscript(part: String) -> Set<String> { Set(parts[part] ?? ["no such part"]) }
}
