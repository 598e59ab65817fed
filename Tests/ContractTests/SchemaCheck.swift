import Foundation

/// The part of JSON Schema 2020-12 that our schemas use: type, properties, required, items, additionalProperties,
/// pattern, format and `$ref` to `$defs`. A keyword it does not know is an error, so that it never passes unseen.
struct SchemaCheck {
    let schema: [String: Any]
    private static let known: Set = [
        "$schema", "$id", "$defs", "$ref", "title", "description", "type", "properties", "required", "items",
        "additionalProperties", "pattern", "format",
    ]

    /// What is wrong with `value`, one sentence each; `closed` also refuses properties that the schema does not name.
    func faults(in value: Any, closed: Bool = true) -> [String] { check(value, schema, "$", closed) }

    private func check(_ value: Any, _ schema: [String: Any], _ path: String, _ closed: Bool) -> [String] {
        var faults = schema.keys.filter { !Self.known.contains($0) }.map { "\(path): unknown keyword \($0)" }
        if let reference = schema["$ref"] as? String {
            let name = String(reference.split(separator: "/").last ?? "")
            guard let target = (self.schema["$defs"] as? [String: Any])?[name] as? [String: Any] else {
                return faults + ["\(path): \(reference) is not defined"]
            }
            return faults + check(value, target, path, closed)
        }
        switch schema["type"] as? String {
        case "object": faults += object(value, schema, path, closed)
        case "array":
            guard let items = value as? [Any] else { return faults + ["\(path) is no array"] }
            let of = schema["items"] as? [String: Any] ?? [:]
            for (index, item) in items.enumerated() { faults += check(item, of, "\(path)[\(index)]", closed) }
        case "string": faults += string(value, schema, path)
        case "integer":
            if (value as? NSNumber).map({ $0.doubleValue != $0.doubleValue.rounded() }) ?? true {
                faults.append("\(path) is no integer")
            }
        case "number": if !(value is NSNumber) { faults.append("\(path) is no number") }
        case "boolean": if !(value is Bool) { faults.append("\(path) is no boolean") }
        case let other: faults.append("\(path): type \(other ?? "none")")
        }
        return faults
    }

    private func object(_ value: Any, _ schema: [String: Any], _ path: String, _ closed: Bool) -> [String] {
        guard let members = value as? [String: Any] else { return ["\(path) is no object"] }
        let properties = schema["properties"] as? [String: Any] ?? [:]
        let others = schema["additionalProperties"] as? [String: Any]
        var faults = (schema["required"] as? [String] ?? []).filter { members[$0] == nil }.map { "\(path) lacks \($0)" }
        for (name, member) in members {
            if let of = properties[name] as? [String: Any] ?? others {
                faults += check(member, of, "\(path).\(name)", closed)
            } else if closed {
                faults.append("\(path).\(name) is not in the schema")
            }
        }
        return faults
    }

    private func string(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
        guard let text = value as? String else { return ["\(path) is no string"] }
        if let pattern = schema["pattern"] as? String, text.range(of: pattern, options: .regularExpression) == nil {
            return ["\(path) does not match \(pattern)"]
        }
        let isFormed: Bool
        switch schema["format"] as? String {
        case nil: isFormed = true
        case "uuid": isFormed = UUID(uuidString: text) != nil
        case "date": isFormed = text.wholeMatch(of: #/\d{4}-\d{2}-\d{2}/#) != nil
        case "date-time":
            isFormed =
                (try? Date(text, strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true))) != nil
        default: return ["\(path): unknown format"]
        }
        return isFormed ? [] : ["\(path) is not of its format"]
    }
}
