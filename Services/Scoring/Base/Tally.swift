import Contracts
import Foundation

/// What other rules would change, counted lead by lead; as large after a million as after a thousand.
struct Tally: Codable, Sendable, Equatable {
    struct Count: Codable, Sendable, Equatable {
        var leads = 0
        var up = 0
        var down = 0
        /// In A or B: what is handed out first.
        var firstThen = 0
        var firstNow = 0

        func adding(_ other: Count) -> Count {
            Count(
                leads: leads + other.leads,
                up: up + other.up,
                down: down + other.down,
                firstThen: firstThen + other.firstThen,
                firstNow: firstNow + other.firstNow
            )
        }
    }

    struct Mover: Codable, Sendable, Equatable {
        struct Line: Codable, Sendable, Equatable {
            var rule: String
            var then: Int
            var now: Int

            var move: Int { abs(now - then) }
        }

        var lead: LeadID
        var department: DepartmentID
        var pointsThen: Int
        var pointsNow: Int
        var bandThen: String
        var bandNow: String
        /// Lines that differ most, five at most.
        var reasons: [Line]

        var move: Int { abs(pointsNow - pointsThen) }
    }

    /// Scored leads that may be prospected.
    var leads = 0
    /// Of them, those whose score would look different and be announced.
    var announced = 0
    /// Leads by band, `A` to `D`.
    var then: [String: Int] = [:]
    var now: [String: Int] = [:]
    /// From one band to another, e.g. `B>A`.
    var moves: [String: Int] = [:]
    /// By sales department, then by code of the département: scoring knows no owners.
    var departments: [String: Count] = [:]
    var places: [String: Count] = [:]
    /// Largest changes first, twenty at most.
    var movers: [Mover] = []

    private static let moversMax = 20

    mutating func count(_ change: Change, reasons: () -> [Mover.Line]) {
        leads += 1
        if change.isNews { announced += 1 }
        then[change.then.band, default: 0] += 1
        now[change.now.band, default: 0] += 1
        if change.then.band != change.now.band { moves["\(change.then.band)>\(change.now.band)", default: 0] += 1 }
        Self.add(change, to: &departments[change.department.rawValue, default: Count()])
        Self.add(change, to: &places[change.place ?? "?", default: Count()])
        let move = abs(change.now.points - change.then.points)
        guard move > 0, movers.count < Self.moversMax || move > (movers.last?.move ?? 0) else { return }
        let mover = Mover(
            lead: change.lead,
            department: change.department,
            pointsThen: change.then.points,
            pointsNow: change.now.points,
            bandThen: change.then.band,
            bandNow: change.now.band,
            reasons: reasons()
        )
        keep([mover])
    }

    /// What was counted of leads that come after those counted here.
    mutating func add(_ later: Tally) {
        leads += later.leads
        announced += later.announced
        then.merge(later.then, uniquingKeysWith: +)
        now.merge(later.now, uniquingKeysWith: +)
        moves.merge(later.moves, uniquingKeysWith: +)
        departments.merge(later.departments) { $0.adding($1) }
        places.merge(later.places) { $0.adding($1) }
        keep(later.movers)
    }

    /// Leads come in order of their ids within a piece, and pieces in order of companies: a stable sort is enough.
    private mutating func keep(_ more: [Mover]) {
        guard !more.isEmpty else { return }
        movers += more
        movers.sort { $0.move > $1.move }
        if movers.count > Self.moversMax { movers.removeLast(movers.count - Self.moversMax) }
    }

    private static func add(_ change: Change, to count: inout Count) {
        count.leads += 1
        if change.now.band < change.then.band { count.up += 1 }
        if change.now.band > change.then.band { count.down += 1 }
        if change.then.band <= "B" { count.firstThen += 1 }
        if change.now.band <= "B" { count.firstNow += 1 }
    }

    /// A lead as it stands and as it would.
    struct Change: Sendable {
        struct Place: Sendable {
            var points: Int
            var band: String
        }

        var lead: LeadID
        var department: DepartmentID
        /// Code of the département.
        var place: String?
        var then: Place
        var now: Place
        var isNews: Bool
    }
}
