import Foundation

/// A command and its `--name value` pairs.
struct Options {
    struct Wrong: Error, CustomStringConvertible {
        let text: String
        var description: String { text }
    }

    let command: String
    private var values: [String: String] = [:]

    init(_ arguments: ArraySlice<String>) {
        command = arguments.first ?? ""
        var name: String?
        for argument in arguments.dropFirst() {
            if argument.hasPrefix("--") {
                name = String(argument.dropFirst(2))
            } else if let known = name {
                values[known] = argument
                name = nil
            }
        }
    }

    func text(_ name: String) throws -> String {
        guard let value = values[name] else { throw Wrong(text: "\(command) needs --\(name)") }
        return value
    }

    func number(_ name: String, default value: Int? = nil) throws -> Int {
        if values[name] == nil, let value { return value }
        guard let number = Int(try text(name)) else { throw Wrong(text: "--\(name) is not a number") }
        return number
    }

    /// nil where the variable is unset or empty.
    func optional(_ variable: String) -> String? {
        ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Addresses hold passwords, and command lines are seen by everybody.
    func secret(_ variable: String) throws -> String {
        guard let value = ProcessInfo.processInfo.environment[variable] else {
            throw Wrong(text: "\(variable) is not set")
        }
        return value
    }
}
