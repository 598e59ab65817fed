import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres

@testable import Scoring

/// A base of leads that are scored by the rules that a new installation begins with.
struct Base: Sendable {
    let scene: Scene

    /// What a lead stands at.
    struct Place: Equatable, Sendable {
        var points: Int
        var band: String
    }

    init(leads: Int, function: String = #function) async throws {
        scene = try await Scene(function: function)
        try await BaseWork(rescore: scene.handlers.rescore).ship(scene.pool)
        var dice = Dice(UInt64(leads))
        var left = leads
        while left > 0 {
            var batch: [Heard] = []
            for _ in 0..<min(left, 1000) {
                let subject = try Subject(department: dice.one(of: ["nord", "sud"], or: "nord"))
                batch.append(Heard(subject.registered(phone: dice.flag())))
                batch.append(Heard(subject.enriched(dice.plausibleFacts(), dice.plausibleTurnover())))
            }
            try await scene.hear(batch)
            left -= 1000
        }
    }

    func drop() async { await scene.drop() }

    /// What the service answers.
    func ask(_ request: RulesRequested) async throws -> [any Event] {
        let delivery = Delivery(
            message: request,
            envelope: Envelope(type: RulesRequested.type, subject: request.subject, occurredAt: Known.now)
        )
        return try await scene.pool.transaction { tx in
            guard case .done(let events) = try ChangeRules(now: { Known.now }).handle(delivery, in: tx) else {
                throw Unanswered(handler: ChangeRules.name)
            }
            return events
        }
    }

    func workOff(page: Int = 1000) async throws -> [LeadScored] { try await scene.workOff(page: page) }

    func tryOut(_ trial: UUID) async throws -> Tally {
        let work = BaseWork(rescore: scene.handlers.rescore)
        while try await scene.pool.transaction({ tx in try work.tryOut(in: tx) }) {}
        return try await scene.pool.transaction { tx in
            let rows = try tx.query("SELECT tally FROM rule_trials WHERE id = $1 AND ended_at IS NOT NULL", trial)
            guard let row = rows.first else { throw Unanswered(handler: "dry run") }
            return try Wire.decode(Tally.self, from: row.value(0, as: JSONB.self).bytes)
        }
    }

    func standing() async throws -> [UUID: Place] {
        try await scene.pool.transaction { tx in
            var places: [UUID: Place] = [:]
            for row in try tx.query("SELECT lead_id, points, band FROM scores") {
                let (lead, points, band) = try row.decode(UUID.self, Int.self, String.self)
                places[lead] = Place(points: points, band: band)
            }
            return places
        }
    }

    func bands() async throws -> [String: Int] {
        try await standing().values.reduce(into: [:]) { $0[$1.band, default: 0] += 1 }
    }

    /// `tpe-pme-v2` with changes, as an operator sends it.
    func edited(_ change: (inout JSONValue) -> Void) throws -> String {
        var document = try RuleBook.tpePMEv2().document
        change(&document)
        return String(decoding: try Wire.encode(document), as: UTF8.self)
    }
}

extension Scene {
    /// Looks at leads until nobody asks for it.
    @discardableResult
    func workOff(page: Int = 1000) async throws -> [LeadScored] {
        let work = BaseWork(rescore: handlers.rescore, page: page)
        var news: [LeadScored] = []
        while true {
            let (isBusy, found) = try await pool.transaction { tx in
                let (progress, events) = try work.step(in: tx)
                return (progress == .worked, events.compactMap { $0 as? LeadScored })
            }
            news += found
            if !isBusy { return news }
        }
    }
}

extension JSONValue {
    /// Puts a value at a path of members that are there.
    mutating func set(_ path: [String], to value: JSONValue) {
        guard let first = path.first, var members else { return self = value }
        var inner = members[first] ?? .null
        inner.set(Array(path.dropFirst()), to: value)
        members[first] = inner
        self = .object(members)
    }
}

extension Dice {
    /// Companies as they are, more or less.
    mutating func plausibleFacts() -> CompanyFacts {
        var facts = Known.facts(
            band: maybe(one(of: ["NN", "01", "02", "03", "11", "12", "21", "41"], or: "01")),
            category: maybe(one(of: ["PME", "PME", "ETI", "GE"], or: "PME")),
            createdOn: maybe(CivilDate(clamping: Int.random(in: 9000...20_700, using: &self))),
            legalForm: maybe(one(of: ["5499", "5710", "1000", "9220"], or: "5499"))
        )
        facts.naf = one(of: ["56.10A", "43.21A", "62.02A", "84.11Z"], or: "56.10A")
        facts.section = one(of: ["I", "F", "J", "O"], or: "I")
        facts.departement = maybe(one(of: ["75", "59", "13"], or: "75"))
        return facts
    }

    mutating func plausibleTurnover() -> TurnoverFacts {
        guard flag() else {
            return TurnoverFacts(status: one(of: ["confidential", "not_filed"], or: "unknown"), years: [])
        }
        let before = Int64.random(in: 20_000...5_000_000, using: &self)
        return Known.turnover(before * Int64.random(in: 40...220, using: &self) / 100, before)
    }
}
