import Contracts
import Foundation

/// A colleague as the directory and the notifier's own preferences know them.
struct Colleague: Sendable, Equatable {
    let id: UserID
    let name: String
    let email: String
    let role: String
    let slackMember: String?
    let language: Language
    /// What the colleague chose for this kind of message; nil: the default, every channel there is.
    var channels: [String]?
    /// Minutes of the day between which nothing is sent.
    var quietFrom: Int?
    var quietUntil: Int?

    /// The end of the quiet time that `now` falls into; `now` itself outside of it.
    func awake(from now: Date, in zone: TimeZone) -> Date {
        guard let from = quietFrom, let until = quietUntil, from != until else { return now }
        let minute = MomentWords.minuteOfDay(now, in: zone)
        let isQuiet = from < until ? (from..<until).contains(minute) : minute >= from || minute < until
        guard isQuiet else { return now }
        let wait = (until - minute + 1440) % 1440
        let start = (now.timeIntervalSince1970 / 60).rounded(.down) * 60
        return Date(timeIntervalSince1970: start + Double(wait) * 60)
    }
}

/// Who may be told of what: the colleagues of some departments, and the administrators.
struct Directory: Sendable {
    /// Of those asked for, who sees the department: at home there, or a member as well.
    var members: [DepartmentID: [Colleague]] = [:]
    var administrators: [Colleague] = []
    /// Whether the organisation has one department only.
    var hasOneDepartment = false

    func recipients(of audience: Audience, in department: DepartmentID) -> [Colleague] {
        let members = members[department] ?? []
        switch audience {
        case .colleague(let id):
            return (members + administrators).first { $0.id == id }.map { [$0] } ?? []
        case .managers:
            let managers = members.filter { $0.role == "manager" }
            return managers.isEmpty ? administrators : managers
        }
    }
}
