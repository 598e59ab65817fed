/// Reads a schema: the part of JSON Schema 2020-12 that ours use. What it does not know is an error, so that no promise
/// passes unseen.
struct SchemaReader {
    private let type: String
    private let definitions: [String: JSONValue]
    private var used: Set<String> = []

    /// - Throws: ``SchemaError`` for what is no schema of a message, and for a definition that nothing uses.
    static func node(of type: String, _ document: JSONValue) throws(SchemaError) -> SchemaNode {
        guard var root = document.members else { throw SchemaError(type, "$ is no object") }
        guard root["$schema"]?.text == "https://json-schema.org/draft/2020-12/schema" else {
            throw SchemaError(type, "$schema is not https://json-schema.org/draft/2020-12/schema")
        }
        guard root["$id"]?.text == "urn:filon:\(type)" else { throw SchemaError(type, "$id is not urn:filon:\(type)") }
        guard root["$defs"].map({ $0.members != nil }) ?? true else { throw SchemaError(type, "$defs is no object") }
        var reader = SchemaReader(type: type, definitions: root["$defs"]?.members ?? [:])
        for name in ["$schema", "$id", "$defs"] { root[name] = nil }
        let node = try reader.node(.object(root), at: "$")
        guard node.kind == .object else { throw SchemaError(type, "$ must be of type object") }
        if let unused = reader.definitions.keys.sorted().first(where: { !reader.used.contains($0) }) {
            throw SchemaError(type, "nothing uses $defs/\(unused)")
        }
        return node
    }

    private init(type: String, definitions: [String: JSONValue]) {
        (self.type, self.definitions) = (type, definitions)
    }

    /// - Parameter depth: definitions and values around this one; a circle of definitions has no end.
    private mutating func node(
        _ schema: JSONValue,
        at path: String,
        depth: Int = 0
    ) throws(SchemaError) -> SchemaNode {
        guard depth < 32 else { throw fault(path, "more than 32 levels; do its definitions refer to each other?") }
        guard let words = schema.members else { throw fault(path, "no object") }
        if let reference = words["$ref"] {
            try allow(["$ref", "description"], in: words, at: path)
            return try node(definition(reference, at: path), at: path, depth: depth + 1)
        }
        let common: Set = ["title", "description", "type"]
        switch words["type"]?.text {
        case "object":
            try allow(common.union(["properties", "required", "additionalProperties"]), in: words, at: path)
            return try object(words, at: path, depth)
        case "array":
            try allow(common.union(["items"]), in: words, at: path)
            guard let items = words["items"] else { throw fault(path, "an array without items") }
            return .array(of: try node(items, at: "\(path)[]", depth: depth + 1))
        case "string":
            try allow(common.union(["format", "pattern"]), in: words, at: path)
            return .scalar(try textKind(words, at: path))
        case "integer", "number", "boolean":
            try allow(common, in: words, at: path)
            let kind = words["type"]?.text.flatMap(MessageField.Kind.init(rawValue:))
            return .scalar(kind ?? .string)
        default: throw fault(path, "type is none of object, array, string, integer, number, boolean")
        }
    }

    private mutating func object(
        _ words: [String: JSONValue],
        at path: String,
        _ depth: Int
    ) throws(SchemaError) -> SchemaNode {
        let properties = words["properties"] ?? .object([:])
        guard let properties = properties.members else { throw fault(path, "properties is no object") }
        var members: [String: SchemaNode] = [:]
        for (name, schema) in properties.sorted(by: { $0.key < $1.key }) {
            guard name.wholeMatch(of: #/[A-Za-z][A-Za-z0-9_]*/#) != nil else {
                throw fault(path, "a property's name is made of letters, digits and _")
            }
            members[name] = try node(schema, at: "\(path).\(name)", depth: depth + 1)
        }
        var required: Set<String> = []
        for name in words["required"]?.elements ?? [] {
            guard let name = name.text, members[name] != nil else {
                throw fault(path, "required names what properties lacks")
            }
            required.insert(name)
        }
        var others: SchemaNode?
        if let more = words["additionalProperties"], more != .bool(false) {
            others = try node(more, at: "\(path).*", depth: depth + 1)
        }
        return .object(members: members, required: required, others: others)
    }

    private func textKind(_ words: [String: JSONValue], at path: String) throws(SchemaError) -> MessageField.Kind {
        for name in ["format", "pattern"] where words[name].map({ $0.text == nil }) == true {
            throw fault(path, "\(name) is no text")
        }
        guard let kind = MessageField.Kind(format: words["format"]?.text, pattern: words["pattern"]?.text) else {
            throw fault(path, "a format or pattern without a MessageField.Kind")
        }
        return kind
    }

    private mutating func definition(_ reference: JSONValue, at path: String) throws(SchemaError) -> JSONValue {
        let prefix = "#/$defs/"
        guard let text = reference.text, text.hasPrefix(prefix),
            let definition = definitions[String(text.dropFirst(prefix.count))]
        else { throw fault(path, "$ref names nothing in $defs") }
        used.insert(String(text.dropFirst(prefix.count)))
        return definition
    }

    private func allow(
        _ known: Set<String>,
        in words: [String: JSONValue],
        at path: String
    ) throws(SchemaError) {
        if let word = words.keys.sorted().first(where: { !known.contains($0) }) {
            throw fault(path, "unknown keyword \(word)")
        }
    }

    private func fault(_ path: String, _ problem: String) -> SchemaError { SchemaError(type, "\(path): \(problem)") }
}
