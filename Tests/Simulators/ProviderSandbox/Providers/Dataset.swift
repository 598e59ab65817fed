/// A dataset behind the Explore API v2.1 of Opendatasoft: rows chosen by `where`, sorted and paged.
struct Dataset: Sendable {
    /// The field that holds the SIREN.
    let key: String
    let catalogue: CompanyCatalogue
    /// The rows of one company.
    let rows: @Sendable (Company) -> [JSONValue]

    func answer(to query: Query) -> Answer {
        let conditions: [WhereClause.Condition]
        do {
            conditions = try WhereClause.parse(query["where"] ?? "") + refinements(query["refine"])
        } catch {
            return refusal("ODSQLError", "ODSQL query is malformed: \(error.reason)")
        }
        guard let limit = query.integer("limit", or: 10), (-1...100).contains(limit) else {
            return refusal("InvalidRESTParameterError", "Invalid value for limit: -1 <= limit <= 100 is expected.")
        }
        guard let offset = query.integer("offset", or: 0), offset >= 0, offset + limit <= 10_000 else {
            return refusal("InvalidRESTParameterError", "Invalid value for offset: offset + limit <= 10000.")
        }
        let found = companies(conditions).flatMap(rows).filter { row in
            conditions.allSatisfy { $0.holds(for: row[$0.field]) }
        }
        let shown = sorted(found, by: query["order_by"]).dropFirst(offset).prefix(limit < 0 ? 100 : limit)
        return Answer(body: ["total_count": .integer(found.count), "results": .array(Array(shown))])
    }

    /// The SIREN numbers that a query is about, for the counters.
    func sirens(in query: Query) -> [String] {
        guard let conditions = try? WhereClause.parse(query["where"] ?? "") else { return [] }
        return named(conditions) ?? []
    }

    /// The companies whose key the conditions name, else every listed one.
    private func companies(_ conditions: [WhereClause.Condition]) -> [Company] {
        guard let sirens = named(conditions) else { return catalogue.listed }
        return sirens.compactMap(catalogue.company)
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

    private func refusal(_ code: String, _ message: String) -> Answer {
        Answer(status: 400, body: ["error_code": .string(code), "message": .string(message)])
    }
}

extension JSONValue {
    /// The text by which rows are compared.
    var comparable: String {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .bool(let value): String(value)
        case .null, .array, .object: ""
        }
    }
}
