public import Foundation
import Synchronization

/// A setting that is missing or wrong: says which, what was expected and what to do, never the value of a secret.
public struct SettingsError: Error, CustomStringConvertible, Sendable {
    public let description: String

    public init(_ description: String) { self.description = description }
}

/// The service's environment: variables, a file named by `FILON_CONFIG`, and `<NAME>_FILE` for each variable.
///
/// Every variable that is read is remembered, so that `--show-config` can print them all without secrets.
public final class Settings: Sendable {
    struct Entry: Sendable {
        let name: String
        let shown: String
        let meaning: String
    }

    private let values: [String: String]
    private let read = Mutex<[Entry]>([])

    /// A variable wins over its `_FILE` form, and both over the file that `FILON_CONFIG` names.
    /// - Throws: ``SettingsError`` if a named file cannot be read or a line of it is not `NAME=value`.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        var values = try environment["FILON_CONFIG"].map(Settings.parse(file:)) ?? [:]
        for (name, value) in environment where name.hasPrefix("FILON_") { values[name] = value }
        for (name, path) in values where name.hasSuffix("_FILE") {
            let plain = String(name.dropLast(5))
            guard environment[plain] == nil else { continue }
            values[plain] = try Settings.contents(of: path, for: name)
        }
        self.values = values
    }

    /// - Parameter secret: shown as `set` or `not set` only.
    public func text(_ name: String, default fallback: String? = nil, secret: Bool = false, _ meaning: String) throws
        -> String
    {
        guard let value = optional(name, secret: secret, meaning, shownDefault: fallback) ?? fallback else {
            throw SettingsError(
                "\(name) is not set. It is \(meaning). Set it, or \(name)_FILE, or a line in the file named by FILON_CONFIG."
            )
        }
        return value
    }

    /// nil where the variable is unset or empty.
    public func optional(
        _ name: String,
        secret: Bool = false,
        _ meaning: String,
        shownDefault: String? = nil
    ) -> String? {
        let value = values[name].flatMap { $0.isEmpty ? nil : $0 }
        let plain = Settings.withoutPassword(value ?? shownDefault ?? "")
        let shown = secret ? (value == nil ? "not set" : "set") : plain
        read.withLock { entries in
            if !entries.contains(where: { $0.name == name }) {
                entries.append(Entry(name: name, shown: shown, meaning: meaning))
            }
        }
        return value
    }

    public func integer(_ name: String, default fallback: Int, in range: ClosedRange<Int>, _ meaning: String) throws
        -> Int
    {
        let text = try text(name, default: String(fallback), meaning)
        guard let value = Int(text), range.contains(value) else {
            throw SettingsError(
                "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound): \(meaning)."
            )
        }
        return value
    }

    public func flag(_ name: String, default fallback: Bool, _ meaning: String) throws -> Bool {
        switch try text(name, default: fallback ? "1" : "0", meaning).lowercased() {
        case "1", "true", "yes", "on": return true
        case "0", "false", "no", "off": return false
        default: throw SettingsError("\(name) must be 1 or 0: \(meaning).")
        }
    }

    /// Everything read so far, one `NAME=value  # meaning` a line, without secrets.
    public var shown: String {
        read.withLock { entries in
            entries.sorted { $0.name < $1.name }.map { "\($0.name)=\($0.shown)  # \($0.meaning)" }
                .joined(separator: "\n")
        }
    }

    /// `scheme://user:***@host`: a password inside an address is a secret wherever it stands, also in a list.
    static func withoutPassword(_ text: String) -> String {
        text.replacing(#/:\/\/([^:@\/\s,]*):[^@\/\s,]*@/#) { match in "://\(match.1):***@" }
            .replacing(#/(password\s*=\s*)\S+/#) { match in "\(match.1)***" }
    }

    private static func parse(file path: String) throws -> [String: String] {
        var values: [String: String] = [:]
        for (index, line) in try contents(of: path, for: "FILON_CONFIG").split(separator: "\n").enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.isEmpty || line.hasPrefix("#") { continue }
            guard let equals = line.firstIndex(of: "=") else {
                throw SettingsError("line \(index + 1) of the file named by FILON_CONFIG is not NAME=value")
            }
            let value = line[line.index(after: equals)...].trimmingCharacters(in: CharacterSet(charactersIn: "\"' "))
            values[line[..<equals].trimmingCharacters(in: .whitespaces)] = value
        }
        return values
    }

    private static func contents(of path: String, for name: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SettingsError("the file named by \(name) cannot be read. Check the path and its permissions.")
        }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
