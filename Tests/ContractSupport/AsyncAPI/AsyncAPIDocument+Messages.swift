import Contracts

extension AsyncAPIDocument {
    /// One type: its envelope, its payload and a whole example.
    func message(_ entry: Catalogue.Entry) throws -> JSONValue {
        let golden = try files.golden(of: entry.type)
        let summary = try files.schema(of: entry.type)["description"]
        return .present([
            "name": .string(entry.type),
            "title": .string(entry.type),
            "summary": summary,
            "contentType": "application/json",
            "headers": ["$ref": "#/components/schemas/\(Envelope.schemaName)"],
            "payload": ["$ref": "#/components/schemas/\(entry.type)"],
            "bindings": [
                "amqp": ["messageType": .string(entry.type), "bindingVersion": Self.bindingVersion]
            ],
            "examples": [try example(of: entry, golden)],
            // AMQP's basic properties have no place of their own in AsyncAPI.
            "x-amqp-properties": Envelope.properties(of: entry.type),
        ])
    }

    private func example(of entry: Catalogue.Entry, _ golden: JSONValue) throws -> JSONValue {
        let announcer = entry.announcedBy.first?.rawValue ?? "stranger"
        func envelope<E: Event>(_ type: E.Type) throws -> Envelope.Example {
            Envelope.Example(try Wire.decode(type, from: try Wire.encode(golden)), from: announcer)
        }
        let example = try envelope(entry.event)
        return [
            "name": "golden", "headers": example.headers, "payload": golden, "x-amqp-properties": example.properties,
        ]
    }

    /// The type's schema, and each of its definitions as a schema of its own: `lead.assigned.v1.LeadCard`.
    func payloadSchemas(of type: String) throws -> [(String, JSONValue)] {
        let document = try files.schema(of: type)
        var root = document.members ?? [:]
        for name in ["$schema", "$id", "$defs"] { root[name] = nil }
        let definitions = (document["$defs"]?.members ?? [:]).map { ("\(type).\($0.key)", $0.value) }
        return ([(type, .object(root))] + definitions).map { ($0.0, moved($0.1, of: type)) }
    }

    /// The schema as it stands in this document: definitions lie elsewhere, and nothing may stand beside a reference.
    private func moved(_ schema: JSONValue, of type: String) -> JSONValue {
        if let reference = schema["$ref"]?.text {
            let name = reference.replacing("#/$defs/", with: "")
            return ["$ref": "#/components/schemas/\(type).\(name)"]
        }
        switch schema {
        case .object(let members): return .object(members.mapValues { moved($0, of: type) })
        case .array(let values): return .array(values.map { moved($0, of: type) })
        default: return schema
        }
    }
}
