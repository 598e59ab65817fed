import Contracts
import Foundation
import Messaging
import Postgres

/// What advice rests on beyond one lead: counted again and again from the activities that there are, so that it stays
/// right after replays, late messages and erasures without anybody keeping score.
struct AdviceJobs: Sendable {
    let zone: TimeZone

    /// Days after a contact within which its end counts, as seconds.
    static let horizon = 30.0 * 86_400
    private static let year = 365.0 * 86_400

    var all: [Schedule] {
        [
            Schedule("scoring.count-calls", .every(.seconds(600))) { now, tx in
                try countCalls(at: now, in: tx)
                return []
            },
            Schedule("scoring.compare-playbooks", .every(.seconds(3600))) { now, tx in
                try comparePlaybooks(at: now, in: tx)
                return []
            },
        ]
    }

    func countCalls(at now: Date, in tx: isolated PostgresSession) throws {
        try CallHourStore.count(until: now, zone: zone, in: tx)
        let slots = try CallHourStore.slots(in: tx)
        let windows = slots.keys.sorted { $0.rawValue < $1.rawValue }.flatMap { department in
            Advice.Hours.allCases.map { hours in
                CallHourStore.Window(
                    department: department,
                    hours: hours,
                    found: CallHours(slots[department] ?? [], in: hours)
                )
            }
        }
        try CallHourStore.replace(windows, in: tx)
    }

    func comparePlaybooks(at now: Date, in tx: isolated PostgresSession) throws {
        let since = now.addingTimeInterval(-Self.year - Self.horizon)
        let names = try PlaybookStore.names(since: since, in: tx)
        let groups =
            names.isEmpty ? [:] : try PlaybookStore.groups(since: since, until: now, horizon: Self.horizon, in: tx)
        let channels = names.keys.sorted { ($0.department.rawValue, $0.kind) < ($1.department.rawValue, $1.kind) }
        let rows = channels.flatMap { channel -> [PlaybookStore.Row] in
            let names = names[channel] ?? []
            let judged = Playbooks.judged(names.map(\.key), groups[channel] ?? [])
            return zip(names, judged).map { PlaybookStore.Row(channel: channel, name: $0, judged: $1) }
        }
        try PlaybookStore.replace(rows, in: tx)
    }
}
