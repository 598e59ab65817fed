import Contracts
import Foundation
import Postgres

/// Why a company may not be handed out in a department, or in any.
struct Stop: Sendable, Equatable {
    var companyID: CompanyID
    /// nil: every department
    var department: DepartmentID?
    var code: String
    /// in French
    var text: String
    /// when it was announced
    var at: Date

    /// An objection holds for good; the rest yields to a score that was announced later and knows better.
    func bars(_ row: LeadRow) -> Bool {
        companyID == row.companyID && (department == nil || department == row.department)
            && (code == "opposed" || at >= row.scoredAt)
    }
}

extension [Stop] {
    /// The reason that counts for a lead: an objection first, then by code, so that the order of arrival does not.
    func bar(_ row: LeadRow) -> LeadRow.Bar? {
        filter { $0.bars(row) }
            .min { ($0.code == "opposed" ? "" : $0.code, $0.text) < ($1.code == "opposed" ? "" : $1.code, $1.text) }
            .map { LeadRow.Bar(code: $0.code, text: $0.text, by: .stop) }
    }
}

enum StopStore {
    static func read(_ companies: [CompanyID]) -> PostgresStatement {
        PostgresStatement(
            "SELECT company_id, department_id, code, text, at FROM stops WHERE company_id = ANY($1::uuid[])",
            companies.map(\.rawValue)
        )
    }

    static func stop(_ row: PostgresRow) throws -> Stop {
        let department = try row.value(1, as: String.self)
        return Stop(
            companyID: CompanyID(rawValue: try row.value(0)),
            department: department.isEmpty ? nil : DepartmentID(rawValue: department),
            code: try row.value(2),
            text: try row.value(3),
            at: try row.value(4)
        )
    }

    /// The latest of a kind counts.
    static func save(_ stops: [Stop], in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO stops AS s (company_id, department_id, code, text, at)
            SELECT DISTINCT ON (company_id, department_id, code) * FROM unnest($1::uuid[], $2::text[], $3::text[],
                $4::text[], $5::timestamptz[]) AS e (company_id, department_id, code, text, at)
            ORDER BY company_id, department_id, code, at DESC, text
            ON CONFLICT (company_id, department_id, code) DO UPDATE SET text = excluded.text, at = excluded.at
            WHERE (excluded.at, s.text) > (s.at, excluded.text)
            """,
            stops.map(\.companyID.rawValue),
            stops.map { $0.department?.rawValue ?? "" },
            stops.map(\.code),
            stops.map(\.text),
            stops.map(\.at)
        )
    }
}
