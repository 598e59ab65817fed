import Foundation
import Scorecard

/// `scoring evaluate --data FILE --spec SPEC.json --out FOLDER`: how well the learner would have foretold the outcomes
/// of any file.
enum EvaluateCommand {
    static let name = "evaluate"
    private static let usage = "usage: scoring evaluate --data FILE.csv --spec SPEC.json --out FOLDER"
    /// The whole file is held in memory.
    private static let bytesMax = 1 << 30

    /// - Returns: what the process ends with: 0 if it was measured, 2 for a wrong call or file.
    static func run(_ arguments: [String]) -> Int32 {
        do {
            let options = try options(arguments)
            let spec = try EvaluationSpec(json: try read(options.spec))
            let file = try OutcomeFile(try read(options.data), spec)
            let evaluation = Evaluation(
                table: file.features(spec),
                isWon: file.isWon,
                order: try RowOrder.rows(file, spec),
                rules: RulePoints.points(file, spec.rules ?? [])
            )
            let report = EvaluationReport(results: spec.runs.map { evaluation.result(of: $0) })
            try write(try report.metrics(), to: options.out, "metrics.json")
            try write(report.predictions(), to: options.out, "predictions.csv")
            return 0
        } catch {
            FileHandle.standardError.write(Data("scoring evaluate: \(error)\n".utf8))
            return 2
        }
    }

    private static func options(
        _ arguments: [String]
    ) throws(EvaluationError) -> (data: String, spec: String, out: String) {
        var values: [String: String] = [:]
        var rest = arguments[...]
        while let option = rest.popFirst() {
            guard ["--data", "--spec", "--out"].contains(option), let value = rest.popFirst() else {
                throw EvaluationError(usage)
            }
            values[option] = value
        }
        guard let data = values["--data"], let spec = values["--spec"], let out = values["--out"] else {
            throw EvaluationError(usage)
        }
        return (data, spec, out)
    }

    private static func read(_ path: String) throws(EvaluationError) -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw EvaluationError("\(path) cannot be opened") }
        defer { try? handle.close() }
        do {
            let data = try handle.read(upToCount: bytesMax + 1) ?? Data()
            guard data.count <= bytesMax else { throw EvaluationError("\(path) is larger than 1 GiB") }
            return [UInt8](data)
        } catch let error as EvaluationError {
            throw error
        } catch {
            throw EvaluationError("\(path) cannot be read")
        }
    }

    private static func write(_ bytes: [UInt8], to folder: String, _ name: String) throws(EvaluationError) {
        do {
            let url = URL(fileURLWithPath: folder, isDirectory: true)
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            try Data(bytes).write(to: url.appendingPathComponent(name), options: .atomic)
        } catch {
            throw EvaluationError("\(folder)/\(name) cannot be written")
        }
    }
}

/// The points that a spec's rules give each row.
enum RulePoints {
    /// - Returns: by row; empty without rules.
    static func points(_ file: OutcomeFile, _ rules: [EvaluationSpec.Rule]) -> [Double] {
        guard !rules.isEmpty else { return [] }
        var points = [Double](repeating: 0, count: file.isWon.count)
        for rule in rules {
            for (row, text) in file.column(rule.column).enumerated() where holds(rule, text) {
                points[row] += rule.points
            }
        }
        return points
    }

    private static func holds(_ rule: EvaluationSpec.Rule, _ text: String?) -> Bool {
        guard let text else { return false }
        if let equals = rule.equals, equals.trimmed != text { return false }
        guard rule.min != nil || rule.max != nil else { return true }
        guard let number = Double(text) else { return false }
        return (rule.min.map { $0 <= number } ?? true) && (rule.max.map { number <= $0 } ?? true)
    }
}
