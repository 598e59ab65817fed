import Contracts

/// How a file of outcomes is read and what is measured on it.
struct EvaluationSpec: Decodable, Sendable, Equatable {
    struct Target: Decodable, Sendable, Equatable {
        var column: String
        /// Values that mean success.
        var positive: [String]
    }

    struct Order: Decodable, Sendable, Equatable {
        /// nil or empty: the file's own order
        var column: String?
        var descending: Bool?
    }

    /// Points for a value, or for a number within bounds, both included.
    struct Rule: Decodable, Sendable, Equatable {
        var column: String
        var equals: String?
        var min: Double?
        var max: Double?
        var points: Double
    }

    enum Run: String, Decodable, Sendable, Equatable {
        case random, time, prequential
    }

    /// One character; a comma if absent.
    var delimiter: String?
    /// UTF-8 if absent.
    var encoding: String?
    /// Texts that mean that nothing is said, besides the empty one.
    var missing: [String]?
    var target: Target
    /// Absent: the outcomes have no time, unless the protocol `time` is asked for.
    var order: Order?
    /// Columns that are no features.
    var drop: [String]?
    /// Of equal rows only the first counts.
    var dedup: Bool?
    var rules: [Rule]?
    /// All if absent.
    var protocols: [Run]?

    /// - Throws: ``EvaluationError`` with what is wrong.
    init(json bytes: [UInt8]) throws(EvaluationError) {
        do {
            self = try Wire.decode(EvaluationSpec.self, from: bytes)
        } catch {
            throw EvaluationError("the spec cannot be read: \(error)")
        }
        if let rule = rules?.first(where: { !$0.isSound }) {
            throw EvaluationError("rule on “\(rule.column)”: finite points, and one of equals, min, max")
        }
        if let delimiter, delimiter.utf8.count != 1 { throw EvaluationError("delimiter must be one ASCII character") }
        if target.positive.isEmpty { throw EvaluationError("target.positive is empty") }
    }

    var runs: [Run] { protocols ?? [.random, .time, .prequential] }

    /// Whether rows stand in the order of time, by a column or as they are.
    var isDated: Bool { order != nil || protocols?.contains(.time) == true }
}

extension EvaluationSpec.Rule {
    fileprivate var isSound: Bool {
        abs(points) <= 1e6 && (equals != nil || min != nil || max != nil)
            && [min, max].allSatisfy { $0?.isFinite ?? true }
    }
}

/// Why nothing could be measured, in a sentence.
struct EvaluationError: Error, CustomStringConvertible, Equatable {
    var description: String

    init(_ description: String) { self.description = description }
}
