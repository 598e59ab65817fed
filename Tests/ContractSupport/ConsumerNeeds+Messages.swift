public import Contracts

extension ConsumerNeeds.Hearing {
    /// What this handler would miss in `message`: `$.lines[2].points is missing`, `$.leadID is no uuid`. None quotes
    /// a value.
    public func faults(in message: JSONValue) -> [String] { reads.flatMap { $0.faults(in: message) } }
}

extension MessageField {
    func faults(in message: JSONValue) -> [String] {
        Self.values(at: parent, in: message).flatMap { place, holder in below(holder, at: place) }
    }

    private func below(_ holder: JSONValue, at place: String) -> [String] {
        switch name {
        case "[]":
            (holder.elements ?? []).enumerated().filter { !kind.holds($0.element) }
                .map { "\(place)[\($0.offset)] is no \(kind.rawValue)" }
        case "*":
            (holder.members ?? [:]).sorted { $0.key < $1.key }.filter { !kind.holds($0.value) }
                .map { "\(place).\($0.key) is no \(kind.rawValue)" }
        default:
            if let value = holder[name] {
                kind.holds(value) ? [] : ["\(place).\(name) is no \(kind.rawValue)"]
            } else {
                isRequired ? ["\(place).\(name) is missing"] : []
            }
        }
    }

    /// Every value that `path` names, with its own place; what is absent or null holds nothing further.
    private static func values(at path: String, in message: JSONValue) -> [(String, JSONValue)] {
        if path == "$" { return [("$", message)] }
        let field = MessageField(path: path, kind: .object, isRequired: false)
        return values(at: field.parent, in: message).flatMap { place, holder -> [(String, JSONValue)] in
            switch field.name {
            case "[]": (holder.elements ?? []).enumerated().map { ("\(place)[\($0.offset)]", $0.element) }
            case "*": (holder.members ?? [:]).sorted { $0.key < $1.key }.map { ("\(place).\($0.key)", $0.value) }
            default: holder[field.name].map { [("\(place).\(field.name)", $0)] } ?? []
            }
        }
    }
}
