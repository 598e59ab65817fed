import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Reports as published.
enum ReportStore {
    /// - Returns: nil if the department has its report of that day already.
    static func publish(
        _ report: DailyReport,
        of facts: FigureFacts,
        day: CivilDate,
        now: Date,
        in tx: isolated PostgresSession
    ) throws -> ReportID? {
        let figures = Dictionary(
            FigureModel.results(facts).compactMap { result in result.value.map { (result.key, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
        return try tx.query(
            """
            INSERT INTO reports (id, department_id, kind, day, title, lines, figures, published_at)
            VALUES ($1, $2, 'daily', $3, $4, $5, $6, $7)
            ON CONFLICT (department_id, kind, day) DO NOTHING RETURNING id
            """,
            ReportID().rawValue,
            facts.department.rawValue,
            day.postgresDay,
            report.title,
            report.lines,
            JSONB(try Wire.encode(figures)),
            now
        ).first.map { ReportID(rawValue: try $0.value(0)) }
    }
}
