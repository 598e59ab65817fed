extension WireDocument {
    /// The value at `node`, whatever it is.
    ///
    /// - Throws: `dataCorrupted` as ``JSONValue`` says; its text quotes no more of the document than names on the path.
    func json(at node: Int, depth: Int = 0) throws(DecodingError) -> JSONValue {
        switch nodes[node].kind {
        case .null: return .null
        case .false: return .bool(false)
        case .true: return .bool(true)
        case .plainText, .text, .escapedText: return .string(try text(at: node))
        case .integer, .number: return try jsonNumber(at: node)
        case .array, .object:
            guard depth < JSONValue.depthMax else {
                throw corrupted(at: node, "more than \(JSONValue.depthMax) arrays and objects inside each other")
            }
            return nodes[node].kind == .array
                ? .array(try jsonElements(of: node, depth + 1)) : .object(try jsonMembers(of: node, depth + 1))
        }
    }

    private func jsonNumber(at node: Int) throws(DecodingError) -> JSONValue {
        let text = try number(Double.self, at: node)
        if nodes[node].kind == .integer, let integer = Int64(text) { return .integer(integer) }
        return .number(try floating(Double.self, at: node))
    }

    private func jsonElements(of array: Int, _ depth: Int) throws(DecodingError) -> [JSONValue] {
        var values: [JSONValue] = []
        values.reserveCapacity(Int(nodes[array].length))
        var node = array + 1
        while node < nodes[array].next {
            values.append(try json(at: node, depth: depth))
            node = Int(nodes[node].next)
        }
        return values
    }

    private func jsonMembers(of object: Int, _ depth: Int) throws(DecodingError) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        members.reserveCapacity(Int(nodes[object].length))
        var name = object + 1
        while name < nodes[object].next {
            guard let key = text(nodes[name]) else { throw corrupted(at: object, "a name that is not well-formed") }
            if members[key] == nil { members[key] = try json(at: name + 1, depth: depth) }
            name = Int(nodes[name + 1].next)
        }
        return members
    }
}
