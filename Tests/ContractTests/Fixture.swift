import ContractSupport
import Contracts
import Foundation

/// Schemas and golden messages as they lie in the package.
enum Fixture {
    static let schemas = ContractFiles().schemas
    private static let messages = ContractFiles().goldens

    static func schema(of type: String) throws -> EventSchema { try EventSchema(of: type, in: schemas) }

    /// Every golden message of a type: `<type>.json`, and what later releases said in `<type>.2.json` and so on.
    static func goldens(of type: String) throws -> [Golden] {
        try files(in: messages).filter { self.type(of: $0) == type }.sorted().map { name in
            Golden(name: name, bytes: [UInt8](try Data(contentsOf: messages.appending(path: name))))
        }
    }

    /// The first of them.
    static func golden(of type: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: messages.appending(path: "\(type).json")))
    }

    static func typesWithGoldens() throws -> Set<String> { Set(try files(in: messages).map(type)) }
    static func typesWithSchemas() throws -> Set<String> { Set(try files(in: schemas).map { String($0.dropLast(5)) }) }

    private static func files(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
    }

    private static func type(of file: String) -> String {
        file.replacing(#/(\.[0-9]+)?\.json$/#, with: "")
    }
}

/// A message as some release put it on the wire.
struct Golden {
    let name: String
    let bytes: [UInt8]

    func value() throws -> JSONValue { try Wire.decode(JSONValue.self, from: bytes) }
}

extension JSONValue {
    /// This value without what stands at `path`, or with another value there; inside an array, in its first element.
    func replacing(_ path: [String], with value: JSONValue?) -> JSONValue {
        guard let name = path.first else { return value ?? .null }
        let rest = Array(path.dropFirst())
        switch self {
        case .object(var members):
            members[name] = rest.isEmpty ? value : members[name]?.replacing(rest, with: value)
            return .object(members)
        case .array(let values) where name == "[]" && !values.isEmpty:
            let first = rest.isEmpty ? value.map { [$0] } ?? [] : [values[0].replacing(rest, with: value)]
            return .array(first + values.dropFirst())
        default: return self
        }
    }

    /// `$.lines[].points` as the names on the way: `lines`, `[]`, `points`; of a member with any name, this value's first.
    func steps(to path: String) -> [String] {
        var value: JSONValue? = self
        return path.dropFirst(2).split(separator: ".").flatMap { step -> [String] in
            let isList = step.hasSuffix("[]")
            var name = String(isList ? step.dropLast(2) : step)
            if name == "*" { name = value?.members?.keys.min() ?? name }
            value = isList ? value?[name]?.elements?.first : value?[name]
            return isList ? [name, "[]"] : [name]
        }
    }
}
