import Foundation

/// Why something is no OTLP.
struct NotOTLP: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// A JSON object of which every member is expected.
struct StrictObject {
    private let members: [String: Any]
    private let what: String

    init(_ value: Any?, _ what: String, _ expected: Set<String>) throws {
        guard let members = value as? [String: Any] else { throw NotOTLP("\(what) is no object") }
        if let stray = members.keys.first(where: { !expected.contains($0) }) {
            throw NotOTLP("\(what) has the unknown member \(stray)")
        }
        self.members = members
        self.what = what
    }

    func has(_ name: String) -> Bool { members[name] != nil }

    func object(_ name: String, _ expected: Set<String>) throws -> StrictObject {
        try StrictObject(members[name], name, expected)
    }

    /// Empty without the member.
    func objects(_ name: String, _ expected: Set<String>) throws -> [StrictObject] {
        guard let member = members[name] else { return [] }
        guard let list = member as? [Any], !list.isEmpty else { throw NotOTLP("\(what).\(name) is no list") }
        return try list.map { try StrictObject($0, name, expected) }
    }

    func text(_ name: String) throws -> String {
        guard let text = members[name] as? String, !text.isEmpty else { throw NotOTLP("\(what).\(name) is no text") }
        return text
    }

    /// A 32-bit number, which stands as a number.
    func number(_ name: String) throws -> Int {
        guard let number = members[name] as? NSNumber else { throw NotOTLP("\(what).\(name) is no number") }
        return number.intValue
    }

    /// A 64-bit number, which stands as a string of digits.
    func time(_ name: String) throws -> UInt64 {
        guard let text = members[name] as? String, let time = UInt64(text), time > 1_600_000_000_000_000_000 else {
            throw NotOTLP("\(what).\(name) is no time in nanoseconds, as a string")
        }
        return time
    }

    /// Lower-case hexadecimal digits, not all zero.
    func identifier(_ name: String, digits: Int) throws -> String {
        let text = try text(name)
        let isHex = text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        guard text.utf8.count == digits, isHex, text.contains(where: { $0 != "0" }) else {
            throw NotOTLP("\(what).\(name) is not \(digits) hexadecimal digits")
        }
        return text
    }

    /// Each key once, with one value that is a string or a whole number as a string.
    func attributes() throws -> [String: String] {
        guard let list = members["attributes"] as? [Any] else { throw NotOTLP("\(what) has no attributes") }
        var attributes: [String: String] = [:]
        for entry in list {
            let pair = try StrictObject(entry, "attribute", ["key", "value"])
            let key = try pair.text("key")
            let value = try pair.object("value", ["stringValue", "intValue"])
            guard value.members.count == 1, let text = value.members.values.first as? String,
                value.has("stringValue") || Int(text) != nil
            else { throw NotOTLP("the attribute \(key) has no value of its type") }
            guard attributes.updateValue(text, forKey: key) == nil else { throw NotOTLP("\(key) stands twice") }
        }
        return attributes
    }
}
