/// A dataset behind the Explore API v2.1 of Opendatasoft: rows chosen by `where`, sorted and paged, or exported whole.
struct Dataset: Sendable {
    /// The field that holds the SIREN.
    let key: String
    let catalogue: CompanyCatalogue
    /// The rows of one company.
    let rows: @Sendable (Company, Asked) -> [JSONValue]

    func routes(of dataset: String) -> [Route] {
        let base = "api/explore/v2.1/catalog/datasets/\(dataset)/"
        let sirens: @Sendable (Asked) -> [String] = { self.sirens(in: $0.query) }
        return [
            Route(path: base + "records", sirens: sirens) { answer(to: $0) },
            Route(path: base + "exports/csv", sirens: sirens) { export($0) { DatasetExport.csv($0, $1) } },
            Route(path: base + "exports/json", sirens: sirens) { export($0) { rows, _ in DatasetExport.json(rows) } },
        ]
    }

    func answer(to query: Query) -> Answer {
        var asked = Asked()
        asked.query = query
        return answer(to: asked)
    }

    func answer(to asked: Asked) -> Answer {
        let query = asked.query
        guard let limit = query.integer("limit", or: 10), (-1...100).contains(limit) else {
            return refused("InvalidRESTParameterError", "Invalid value for limit: -1 <= limit <= 100 is expected.")
        }
        guard let offset = query.integer("offset", or: 0), (0...10_000).contains(offset), offset + limit <= 10_000
        else {
            return refused("InvalidRESTParameterError", "Invalid value for offset: offset + limit <= 10000.")
        }
        return found(asked) { found in
            let shown = found.dropFirst(offset).prefix(limit < 0 ? 100 : limit)
            return Answer(body: ["total_count": .integer(found.count), "results": .array(Array(shown))])
        }
    }

    /// Every row at once; `limit` shortens it, -1 is all.
    private func export(_ asked: Asked, _ written: ([JSONValue], Asked) -> Answer) -> Answer {
        guard let limit = asked.query.integer("limit", or: -1), limit >= -1 else {
            return refused("InvalidRESTParameterError", "Invalid value for limit.")
        }
        return found(asked) { written(limit < 0 ? $0 : Array($0.prefix(limit)), asked) }
    }

    private func found(_ asked: Asked, _ answer: ([JSONValue]) -> Answer) -> Answer {
        let conditions: [WhereClause.Condition]
        do {
            conditions = try WhereClause.parse(asked.query["where"] ?? "") + refinements(asked.query["refine"])
        } catch {
            return refused("ODSQLError", "ODSQL query is malformed: \(error.reason)")
        }
        // Whose rows they are is settled, in whatever form a row spells it.
        let others = conditions.filter { $0.field != key || $0.comparison != .equal }
        let found = companies(conditions, asked.day).flatMap { rows($0, asked) }.filter { row in
            others.allSatisfy { $0.holds(for: row[$0.field]) }
        }
        return answer(sorted(found, by: asked.query["order_by"]))
    }

    /// The SIREN numbers that a query is about, for the counters.
    func sirens(in query: Query) -> [String] {
        guard let conditions = try? WhereClause.parse(query["where"] ?? "") else { return [] }
        return named(conditions) ?? []
    }

    static func refusal(_ refusal: Refusal) -> Answer {
        switch refusal {
        case .tooMany:
            Answer(
                status: 429,
                body: [
                    "errorcode": 10002,
                    "error": "Too many requests on the domain. Please contact the domain administrator.",
                    "limit_time_unit": "day",
                ]
            )
        case .status(let status):
            Answer(status: status, body: ["error_code": "SimulatedFailure", "message": "Panne simulée."])
        case .badKey, .expiredToken, .outOfCredits:
            Answer(status: 401, body: ["error_code": "AuthenticationFailure", "message": "Invalid credentials."])
        }
    }

    /// The companies whose key the conditions name, else every listed one.
    private func companies(_ conditions: [WhereClause.Condition], _ day: String) -> [Company] {
        guard let sirens = named(conditions) else { return Array(catalogue.searched(on: day)) }
        return sirens.compactMap { catalogue.company($0, on: day) }
    }

    private func named(_ conditions: [WhereClause.Condition]) -> [String]? {
        let condition = conditions.first { $0.field == key && $0.comparison == .equal }
        guard let condition else { return nil }
        var seen: Set<String> = []
        return condition.values.map { $0.filter { $0 != " " } }.filter { seen.insert($0).inserted }
    }

    /// `refine=familleavis:collective` is an equality.
    private func refinements(_ refine: String?) -> [WhereClause.Condition] {
        guard let parts = refine?.split(separator: ":", maxSplits: 1), parts.count == 2 else { return [] }
        let value = parts[1].filter { $0 != "\"" }
        return [.init(field: String(parts[0]), comparison: .equal, values: [value])]
    }

    private func sorted(_ rows: [JSONValue], by order: String?) -> [JSONValue] {
        guard let words = order?.split(separator: " "), let field = words.first.map(String.init) else { return rows }
        let isDescending = words.count > 1 && words[1].lowercased() == "desc"
        let keyed = rows.enumerated().map { (place: $0, row: $1, text: $1[field]?.comparable ?? "") }
        return keyed.sorted { left, right in
            guard left.text != right.text else { return left.place < right.place }
            return isDescending ? left.text > right.text : left.text < right.text
        }.map(\.row)
    }

    private func refused(_ code: String, _ message: String) -> Answer {
        Answer(status: 400, body: ["error_code": .string(code), "message": .string(message)])
    }
}
