import Contracts
import Foundation
import FrenchBusiness

/// A rule set's document in the operator's hands: read from a file, looked at for one industry, edited. Whether it may be
/// used is scoring's to say.
struct RulesDocument: Sendable {
    var json: JSONValue

    /// - Returns: nil where there is no such file, so that the word is taken for a name.
    /// - Throws: ``OperatorError``.
    static func file(_ path: String) throws -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path), data.count <= 500_000 else {
            throw OperatorError("\(path) cannot be read, or is longer than 500,000 bytes.")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// Keys under which an industry finds something of its own, widest first.
    func line(to industry: String) throws -> [String] {
        let entries = json["industries"]?.members ?? [:]
        var keys = [industry]
        if let code = NAFCode(industry) {
            keys = [code.section?.rawValue, code.division, code.text].compactMap(\.self)
        } else if industry.utf8.count == 2, let number = Int(industry) {
            keys = [NAFSection(division: number)?.rawValue, industry].compactMap(\.self)
        } else if NAFSection(rawValue: industry) == nil {
            throw OperatorError(
                "\(industry) is neither a section, a division nor a code of the NAF, e.g. I, 56, 56.10A."
            )
        }
        return keys.filter { entries[$0] != nil }
    }

    /// What holds for an industry, everything that it inherits included.
    func sheet(for industry: String) throws -> JSONValue {
        guard let whole = json["all"] else {
            throw OperatorError("This rule set is of the first form: one table for all.")
        }
        return try line(to: industry).compactMap { json["industries"]?[$0] }.reduce(whole, Self.merged)
    }

    /// Object by object; anything else is replaced whole.
    private static func merged(_ wide: JSONValue, _ narrow: JSONValue) -> JSONValue {
        guard let mine = wide.members, let theirs = narrow.members else { return narrow }
        return .object(mine.merging(theirs) { merged($0, $1) })
    }

    struct Change: Encodable, Sendable {
        let path: String
        let from: String?
        let to: String
    }

    /// Sets `weights.size=40`, for all or for one industry.
    /// - Throws: ``OperatorError`` for what is no assignment.
    mutating func set(_ assignment: String, industry: String?) throws -> Change {
        let parts = assignment.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty else {
            throw OperatorError("\(assignment) is no change; write it as weights.size=40.")
        }
        let value = (try? Wire.decode(JSONValue.self, from: Array(parts[1].utf8))) ?? .string(parts[1])
        let steps = parts[0].split(separator: ".").map(String.init)
        let path = (industry.map { ["industries", $0] } ?? ["all"]) + steps
        let before = Self.value(at: path[...], in: json)
        Self.set(value, at: path[...], in: &json)
        return Change(
            path: path.joined(separator: "."),
            from: try before.map(Self.text),
            to: try Self.text(value)
        )
    }

    private static func text(_ value: JSONValue) throws -> String {
        String(decoding: try Wire.encode(value), as: UTF8.self)
    }

    private static func value(at path: ArraySlice<String>, in json: JSONValue) -> JSONValue? {
        guard let first = path.first else { return json }
        return json[first].flatMap { value(at: path.dropFirst(), in: $0) }
    }

    private static func set(_ value: JSONValue, at path: ArraySlice<String>, in json: inout JSONValue) {
        guard let first = path.first else { return json = value }
        var members = json.members ?? [:]
        var inner = members[first] ?? .object([:])
        set(value, at: path.dropFirst(), in: &inner)
        members[first] = inner
        json = .object(members)
    }

    /// For people, and as `publish` takes it.
    var pretty: String {
        get throws { try OutputJSON.pretty(json) }
    }
}
