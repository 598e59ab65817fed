import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Looks at every open deal and computes the day's figures.
///
/// Writes `findings`, `kpi_results`, `kpi_alerts`; announces ``DealStuck`` once per stay in a stage and
/// ``KPIAlertRaised`` once a day.
struct CheckHealth: Sendable {
    let stuckShareAlert: Int
    let zone: TimeZone

    private static let page = 1000

    func run(now: Date, in tx: isolated PostgresSession) throws -> [any Event] {
        let now = WireDate.rounded(now)
        let events: [any Event] = try findStuck(now: now, in: tx)
        return events + (try measure(now: now, in: tx))
    }

    private func findStuck(now: Date, in tx: isolated PostgresSession) throws -> [DealStuck] {
        let model = HealthModel(calendar: WorkingCalendar(zone: zone))
        let today = CivilDate(now, in: zone)
        var events: [DealStuck] = []
        var last: DealID?
        while true {
            let deals = try FindingStore.suspects(after: last, limit: Self.page, now: now, today: today, in: tx)
            let found = deals.flatMap { deal in model.findings(deal, now: now).map { (deal: deal, finding: $0) } }
            let isFirst = try FindingStore.save(found, now: now, in: tx)
            for (one, isFirst) in zip(found, isFirst) where isFirst && one.finding.kind == .stuck {
                events.append(DealStuck(one.deal, one.finding))
            }
            guard deals.count == Self.page else { break }
            last = deals.last?.id
        }
        try FindingStore.resolveUnseen(at: now, in: tx)
        return events
    }

    private func measure(now: Date, in tx: isolated PostgresSession) throws -> [KPIAlertRaised] {
        let today = CivilDate(now, in: zone)
        let figures = try FigureStore.facts(now: now, in: tx).map { facts in
            (department: facts.department, results: FigureModel.results(facts))
        }
        try FigureStore.save(figures, day: today, now: now, in: tx)
        try FigureStore.defaultAlert(
            "stuck_share",
            above: Double(stuckShareAlert),
            for: figures.map(\.department),
            in: tx
        )
        return try FigureStore.raise(day: today, in: tx).map { alert in
            KPIAlertRaised(
                kpi: alert.key,
                department: alert.department,
                value: alert.value,
                threshold: alert.threshold,
                direction: alert.direction,
                day: today,
                text: FigureText.alert(alert)
            )
        }
    }
}

extension DealStuck {
    init(_ deal: OpenDeal, _ finding: Finding) {
        self.init(
            dealID: deal.id,
            leadID: deal.leadID,
            companyID: deal.companyID,
            department: deal.department,
            owner: deal.owner,
            title: deal.title,
            stage: deal.stage,
            businessDays: finding.measured,
            limitBusinessDays: finding.threshold,
            since: deal.stageSince,
            suggestion: finding.suggestion
        )
    }
}
