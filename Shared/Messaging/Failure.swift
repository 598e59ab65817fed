public import Postgres

/// An error whose description holds no personal data and no values, so that it may stand in a row or a log line.
public protocol DescribesItselfSafely: Error {}

extension PostgresError: DescribesItselfSafely {}

/// A failure as it is kept: a class to group by and a sentence, both without payload.
struct Failure: Sendable, Equatable {
    var errorClass: String
    var text: String
    /// It cannot succeed by trying again.
    var isPermanent: Bool

    init(errorClass: String, text: String, isPermanent: Bool) {
        self.errorClass = errorClass
        self.text = String(text.prefix(500))
        self.isPermanent = isPermanent
    }

    init(_ error: any Error) {
        switch error {
        case let error as DecodingError:
            self.init(errorClass: "undecodable", text: Failure.describe(error), isPermanent: true)
        case let error as PostgresError:
            let state = error.sqlState.map { "sql_\($0)" } ?? "sql"
            self.init(errorClass: state, text: error.description, isPermanent: false)
        case let error as any DescribesItselfSafely:
            self.init(errorClass: "\(type(of: error))", text: String(describing: error), isPermanent: false)
        default:
            self.init(errorClass: "\(type(of: error))", text: "\(type(of: error))", isPermanent: false)
        }
    }

    /// Members of events whose own members have any name: an imported row's columns.
    static let maps: Set<String> = ["row"]

    /// Where the JSON is not what the type says, never what stands there.
    static func describe(_ error: DecodingError) -> String {
        func path(_ context: DecodingError.Context) -> String {
            var path = context.codingPath.map(\.stringValue)
            // Names of members are the code's, but for those of a map, which are data like its values.
            if let map = path.firstIndex(where: maps.contains), map + 1 < path.count { path[(map + 1)...] = ["*"] }
            return path.isEmpty ? "the document" : path.joined(separator: ".")
        }
        switch error {
        case .typeMismatch(let type, let context): return "\(path(context)) is not a \(type)"
        case .valueNotFound(let type, let context): return "\(path(context)) is null where a \(type) belongs"
        case .keyNotFound(let key, let context): return "\(path(context)) lacks \(key.stringValue)"
        case .dataCorrupted(let context): return "\(path(context)) is malformed"
        @unknown default: return "undecodable"
        }
    }
}
