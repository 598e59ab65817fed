public import Contracts

extension JSONValue {
    /// JSON for people and for version control: two spaces a level, members in the order of their names, a last line
    /// end.
    public func text() throws -> String { try lines("") + "\n" }

    private func lines(_ indent: String) throws -> String {
        let inner = indent + "  "
        switch self {
        case .array(let values) where !values.isEmpty:
            return "[\n" + (try values.map { inner + (try $0.lines(inner)) }).joined(separator: ",\n") + "\n\(indent)]"
        case .object(let members) where !members.isEmpty:
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            let lines = try sorted.map { name, value in
                "\(inner)\(try JSONValue.string(name).scalar()): \(try value.lines(inner))"
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        default: return try scalar()
        }
    }

    private func scalar() throws -> String { String(decoding: try Wire.encode(self), as: UTF8.self) }

    /// Anything that can be written, as the value that it is written as.
    public init(writing value: some Encodable) throws {
        self = try Wire.decode(JSONValue.self, from: try Wire.encode(value))
    }

    /// An object of the pairs that have a value.
    static func present(_ pairs: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for (name, value) in pairs { members[name] = value }
        return .object(members)
    }
}
