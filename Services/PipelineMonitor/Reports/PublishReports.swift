import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Publishes each department's report of the day, on business days, after a fresh look.
///
/// Writes `reports` beside what ``CheckHealth`` writes; announces ``ReportPublished`` once per department and day.
struct PublishReports: Sendable {
    let check: CheckHealth

    func run(now: Date, in tx: isolated PostgresSession) throws -> [any Event] {
        let now = WireDate.rounded(now)
        let day = CivilDate(now, in: check.zone)
        var events = try check.run(now: now, in: tx)
        guard WorkingCalendar(zone: check.zone).isBusinessDay(day) else { return events }
        for facts in try FigureStore.facts(now: now, in: tx) {
            let worst = try FindingStore.worst(in: facts.department, today: day, limit: DailyReport.named, in: tx)
            let report = DailyReport(facts, worst: worst, day: day)
            guard let id = try ReportStore.publish(report, of: facts, day: day, now: now, in: tx) else { continue }
            events.append(
                ReportPublished(
                    reportID: id,
                    kind: "daily",
                    department: facts.department,
                    day: day,
                    title: report.title,
                    lines: report.lines
                )
            )
        }
        return events
    }
}
