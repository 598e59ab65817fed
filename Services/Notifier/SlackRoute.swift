import Contracts

/// How Slack is reached.
enum SlackRoute: Sendable, Equatable {
    /// Into one channel of the workspace. Whoever reads it sees what is posted, so it belongs to one department.
    case webhook(url: String, department: DepartmentID?)
    /// To each colleague in person, through `chat.postMessage`.
    case api(base: String, token: String)

    /// What may be posted about a department's affairs.
    enum Candour: Sendable, Equatable {
        case everything
        /// Only that something waits.
        case nudge
        case nothing
    }

    /// - Parameter isOnly: whether the organisation has no other department.
    func candour(towards department: DepartmentID, isOnly: Bool) -> Candour {
        switch self {
        case .api: .everything
        case .webhook(_, let own?): own == department ? .everything : .nothing
        case .webhook(_, nil): isOnly ? .everything : .nudge
        }
    }
}
