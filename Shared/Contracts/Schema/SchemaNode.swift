/// What a schema says of one value.
indirect enum SchemaNode: Sendable, Equatable {
    case scalar(MessageField.Kind)
    case array(of: SchemaNode)
    /// - others: what stands under names that `members` lacks; nil where there may be none.
    case object(members: [String: SchemaNode], required: Set<String>, others: SchemaNode?)

    var kind: MessageField.Kind {
        switch self {
        case .scalar(let kind): kind
        case .array: .array
        case .object: .object
        }
    }
}

/// Sentences about a message, at most as many as a person reads.
struct SchemaFaults {
    private(set) var sentences: [String] = []

    mutating func add(_ sentence: String) {
        if sentences.count < 100 { sentences.append(sentence) }
    }
}

extension SchemaNode {
    /// Adds what is wrong with `value`; quotes names of the message, which may be anybody's, but none of its values.
    func check(_ value: JSONValue, at path: String, _ faults: inout SchemaFaults) {
        guard kind.holds(value) else { return faults.add("\(path) is not of kind \(kind.rawValue)") }
        switch (self, value) {
        case (.array(let item), .array(let values)):
            for (index, value) in values.enumerated() { item.check(value, at: "\(path)[\(index)]", &faults) }
        case (.object(let known, let required, let others), .object(let members)):
            for name in required.sorted() where members[name] == nil { faults.add("\(path) lacks \(name)") }
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                let place = "\(path).\(name.prefix(80))"
                guard let node = known[name] ?? others else {
                    faults.add("\(place) is not in the schema")
                    continue
                }
                node.check(value, at: place, &faults)
            }
        default: break
        }
    }

    /// What is promised below this value, each place before what is in it.
    func fields(below path: String) -> [MessageField] {
        switch self {
        case .scalar: []
        case .array(let item): item.fields(at: "\(path)[]", isRequired: true)
        case .object(let members, let required, let others):
            members.sorted { $0.key < $1.key }.flatMap { name, node in
                node.fields(at: "\(path).\(name)", isRequired: required.contains(name))
            } + (others?.fields(at: "\(path).*", isRequired: false) ?? [])
        }
    }

    private func fields(at path: String, isRequired: Bool) -> [MessageField] {
        [MessageField(path: path, kind: kind, isRequired: isRequired)] + fields(below: path)
    }
}
