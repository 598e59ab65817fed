import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// What became of one lead: its new row, the decision behind it and what is announced.
struct Settled: Sendable {
    var row: LeadRow
    /// nil: only the score changed
    var record: DecisionRecord?
    var events: [any Event] = []
    /// The clock of an earlier owner ends.
    var closesClock = false
}

/// Hands leads out: asks the model, and turns its decision into rows and events.
struct HandOut: Sendable {
    var model = AssignmentModel()
    /// Whose days and hours count.
    var calendar = WorkingCalendar()
    /// How old a company's status may be.
    var status = StatusAge()

    func day(of now: Date) -> CivilDate { CivilDate(now, in: calendar.zone) }

    func dues(from now: Date) -> DueDates { DueDates(from: now, calendar: calendar) }

    /// - Parameters:
    ///   - row: as it stands; its owner, if any, is being replaced.
    ///   - isNew: decided for the first time, so that it is announced wherever it ends.
    /// - Returns: nil where nothing would change.
    func settle(
        _ row: LeadRow,
        listedOwner: ListedOwner? = nil,
        isNew: Bool,
        keepsOwner: Bool = false,
        desk: inout Desk,
        dues: DueDates,
        now: Date
    ) -> Settled? {
        let brief = row.brief(listedOwner: listedOwner)
        let inputs = DecisionInputs(
            lead: brief,
            colleagues: desk.colleagues(of: row.department),
            criticalOverflowPercent: model.criticalOverflowPercent,
            zone: calendar.zone == .paris ? nil : calendar.zone.identifier
        )
        let decision = AssignmentModel.decide(inputs)
        if decision.chosen != nil, status.isTooOld(row, at: now) {
            return hold(row, isNew: isNew, keepsOwner: keepsOwner, desk: &desk, now: now)
        }
        let next = LeadRow.State(decision.outcome)
        if next == row.state && !isNew || keepsOwner && decision.chosen == nil { return nil }
        if case .assigned(let user) = decision.outcome { desk.count(brief, to: user, now: now) }
        var settled = Settled(row: row, closesClock: row.owner != nil)
        settled.row.move(to: next, due: decision.chosen == nil ? nil : dues[row.urgency], now: now)
        let record = record(decision, inputs, from: row, isNew: isNew, due: settled.row.dueAt)
        settled.row.decisionID = record.id
        settled.record = record
        settled.events = [Announcement(row: settled.row, decision: record, previousOwner: row.owner).event]
        return settled
    }

    /// Keeps a lead from being handed out until its company's status was read again, and asks for that. When no answer
    /// comes for long, somebody is told.
    private func hold(_ row: LeadRow, isNew: Bool, keepsOwner: Bool, desk: inout Desk, now: Date) -> Settled? {
        var settled = Settled(row: row)
        if row.mayAsk(at: now), desk.takeReading(in: row.department) {
            settled.row.askedAt = now
            settled.events = [
                EnrichmentRequested(
                    companyID: row.companyID,
                    actor: ServiceName.assignment.rawValue,
                    reason: EnrichmentRequested.statusAged
                )
            ]
        }
        let isOverdue = row.heldSince.map { now.timeIntervalSince($0) >= StatusAge.patience } ?? false
        let next = isOverdue ? LeadRow.State.unassignable : .pooled
        let isHeld = row.heldSince != nil && row.state == next && !isNew
        // Nothing changes for who has the lead already, or sees it held already.
        if keepsOwner || isHeld {
            guard !settled.events.isEmpty else { return nil }
            settled.row.move(to: row.state, due: row.dueAt, now: now)
            return settled
        }
        settled.row.heldSince = row.heldSince ?? now
        settled.row.move(to: next, due: nil, now: now)
        settled.closesClock = row.owner != nil
        let record = DecisionRecord(
            id: DecisionID(),
            leadID: row.leadID,
            department: row.department,
            kind: isOverdue ? .unassignable : .pooled,
            verdicts: [],
            reasons: [
                isOverdue
                    ? ReasonText.unread(since: day(of: settled.row.heldSince ?? now)) : ReasonText.held(status.days)
            ]
        )
        settled.row.decisionID = record.id
        settled.record = record
        settled.events.append(Announcement(row: settled.row, decision: record, previousOwner: nil).event)
        return settled
    }

    private func record(
        _ decision: Decision,
        _ inputs: DecisionInputs,
        from row: LeadRow,
        isNew: Bool,
        due: Date?
    ) -> DecisionRecord {
        let kind: DecisionRecord.Kind =
            switch decision.outcome {
            case .assigned: row.owner != nil ? .reassigned : isNew ? .assigned : .drawn
            case .kept: .kept
            case .pooled: .pooled
            case .unassignable: .unassignable
            }
        // Who had the lead already made the first contact before the list was written.
        return DecisionRecord(
            id: DecisionID(),
            leadID: row.leadID,
            department: row.department,
            kind: kind,
            chosen: decision.chosen,
            verdicts: decision.verdicts,
            reasons: decision.reasons,
            inputs: inputs,
            clockDueAt: kind == .kept ? nil : due
        )
    }

    /// Takes a lead out of every queue.
    static func exclude(_ row: LeadRow, _ bar: LeadRow.Bar, now: Date) -> Settled {
        var settled = Settled(row: row, closesClock: row.owner != nil)
        let record = DecisionRecord(
            id: DecisionID(),
            leadID: row.leadID,
            department: row.department,
            kind: .excluded,
            verdicts: [],
            reasons: [bar.text.isEmpty ? bar.code : bar.text]
        )
        settled.row.move(to: .excluded(bar), due: nil, now: now)
        settled.row.decisionID = record.id
        settled.record = record
        return settled
    }

    /// Writes everything in one round trip.
    func write(_ settled: [Settled], now: Date, in tx: isolated PostgresSession) throws {
        guard !settled.isEmpty else { return }
        let closing = settled.filter(\.closesClock).map(\.row.leadID)
        let records = settled.compactMap(\.record)
        var statements: [PostgresStatement] = []
        if !closing.isEmpty { statements.append(ClockStore.close(closing, at: now)) }
        statements.append(try LeadStore.save(settled.map(\.row)))
        if !records.isEmpty {
            statements.append(try DecisionStore.record(records, now: now, day: day(of: now)))
        }
        try tx.pipeline(statements)
    }
}

extension LeadRow {
    mutating func move(to next: State, due: Date?, now: Date) {
        if next != state || version == 0 { since = now }
        switch next {
        case .pooled, .unassignable: break
        case .owned, .excluded:
            heldSince = nil
            if next != state { askedAt = nil }
        }
        state = next
        dueAt = due
        version += 1
    }
}

extension LeadRow.State {
    init(_ outcome: Decision.Outcome) {
        switch outcome {
        case .assigned(let id), .kept(let id): self = .owned(id)
        case .pooled: self = .pooled
        case .unassignable: self = .unassignable
        }
    }
}
