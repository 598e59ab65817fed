/// What ingest says of an import.
struct ImportReport: Codable, Sendable {
    struct Fault: Codable, Sendable {
        let line: Int
        let column: String?
        let code: String
        let message: String
    }

    let id: String
    /// `running`, `done` or `undone`
    let status: String
    let rows: Int
    let created: Int
    let updated: Int
    let unchanged: Int
    let toIdentify: Int
    let refused: Int
    let errors: [Fault]

    /// Why rows were refused, for people: the first hundred.
    var faults: [String] {
        let shown = errors.prefix(100)
        let rest = max(refused, errors.count) - shown.count
        return shown.map { "line \($0.line): \($0.message)" } + (rest > 0 ? ["and \(rest) more refused rows"] : [])
    }

    /// One line for people.
    var sentence: String {
        "\(rows) rows: \(created) created, \(updated) updated, \(unchanged) unchanged, \(toIdentify) to identify, "
            + "\(refused) refused"
    }
}
