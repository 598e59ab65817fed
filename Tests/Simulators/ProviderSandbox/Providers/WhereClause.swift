/// The part of ODSQL that clients of the two datasets use: comparisons joined by AND, and IN lists.
enum WhereClause {
    struct Malformed: Error {
        var reason: String
    }

    enum Comparison: String, Sendable {
        case equal = "="
        case unequal = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    /// One comparison; an IN list is an equality with several values.
    struct Condition: Sendable, Equatable {
        var field: String
        var comparison: Comparison
        var values: [String]

        /// Whether a field's value meets the condition; an array does when one of its elements does.
        func holds(for value: JSONValue?) -> Bool {
            if case .array(let elements) = value { return elements.contains { holds(for: $0) } }
            guard let text = value?.comparable, let first = values.first else { return false }
            return switch comparison {
            case .equal: values.contains(text)
            case .unequal: text != first
            case .less: text < first
            case .lessOrEqual: text <= first
            case .greater: text > first
            case .greaterOrEqual: text >= first
            }
        }
    }

    /// The conditions of a clause; none for an empty one.
    ///
    /// - Throws: `Malformed` for anything outside the supported part.
    static func parse(_ clause: String) throws(Malformed) -> [Condition] {
        var words = WhereWords(clause)
        var conditions: [Condition] = []
        guard words.peek() != nil else { return [] }
        while true {
            conditions.append(try condition(&words))
            guard let joint = words.next() else { return conditions }
            guard joint.lowercased() == "and" else { throw Malformed(reason: "AND expected") }
        }
    }

    private static func condition(_ words: inout WhereWords) throws(Malformed) -> Condition {
        guard let field = words.next(), let sign = words.next() else { throw Malformed(reason: "field expected") }
        if sign.lowercased() == "in" {
            return Condition(field: field, comparison: .equal, values: try list(&words))
        }
        guard let comparison = Comparison(rawValue: sign == ":" ? "=" : sign) else {
            throw Malformed(reason: "comparison expected")
        }
        return Condition(field: field, comparison: comparison, values: [try value(&words)])
    }

    private static func list(_ words: inout WhereWords) throws(Malformed) -> [String] {
        guard words.next() == "(" else { throw Malformed(reason: "list expected") }
        var values = [try value(&words)]
        while let sign = words.next() {
            if sign == ")" { return values }
            guard sign == ",", values.count < 1000 else { break }
            values.append(try value(&words))
        }
        throw Malformed(reason: "list not closed")
    }

    /// A quoted text, a bare word or `date'2026-01-31'`.
    private static func value(_ words: inout WhereWords) throws(Malformed) -> String {
        guard let word = words.next() else { throw Malformed(reason: "value expected") }
        guard word == "date", let day = words.next() else { return word }
        return day
    }
}

/// The words of a clause: names, numbers, quoted texts and signs.
struct WhereWords {
    private var rest: Substring
    private var ahead: String?

    init(_ clause: String) { rest = clause.prefix(20_000) }

    mutating func peek() -> String? {
        if ahead == nil { ahead = read() }
        return ahead
    }

    mutating func next() -> String? {
        defer { ahead = nil }
        return ahead ?? read()
    }

    private mutating func read() -> String? {
        rest = rest.drop { $0.isWhitespace }
        guard let first = rest.first else { return nil }
        if first == "\"" || first == "'" {
            rest.removeFirst()
            let text = rest.prefix { $0 != first }
            rest = rest.dropFirst(text.count + 1)
            return String(text)
        }
        let isSign = "=!<>".contains(first)
        let word = "(),:".contains(first) ? rest.prefix(1) : rest.prefix { isSign ? "=!<>".contains($0) : isPlain($0) }
        rest = rest.dropFirst(max(word.count, 1))
        return String(word)
    }

    private func isPlain(_ character: Character) -> Bool {
        !character.isWhitespace && !"=!<>(),:\"'".contains(character)
    }
}
