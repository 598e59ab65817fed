import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Tables `turnover` and `turnover_status`.
enum TurnoverStore {
    static func years(
        of sirens: [SIREN],
        in tx: isolated PostgresSession
    ) throws -> [SIREN: [AccountingYear]] {
        let rows = try tx.query(
            """
            SELECT siren, closing_date, kind, source, months, amount_cents, status, result_cents, conflict, fetched_at,
                precision_cents, filed_on, previous_cents
            FROM turnover WHERE siren = ANY($1::text[])
            """,
            sirens.map(\.text)
        )
        var years: [SIREN: [AccountingYear]] = [:]
        for row in rows {
            guard let siren = SIREN(try row.value(0, as: String.self)), let year = try year(row) else { continue }
            years[siren, default: []].append(year)
        }
        return years
    }

    /// nil for a row that no version of ours wrote.
    private static func year(_ row: PostgresRow) throws -> AccountingYear? {
        guard let closing = date(try row.value(1)), let kind = TurnoverYear.Kind(rawValue: try row.value(2)),
            let status = TurnoverStatus(rawValue: try row.value(6))
        else { return nil }
        return AccountingYear(
            closingDate: closing,
            kind: kind,
            source: try row.value(3),
            months: try row.value(4, as: Int.self),
            amountCents: try row.value(5),
            status: status,
            resultCents: try row.value(7),
            previousCents: try row.value(12),
            precisionCents: try row.value(10, as: Int64?.self) ?? 50,
            filedOn: date(try row.value(11)),
            doubt: try row.value(8, as: String?.self).flatMap { AccountingYear.Doubt(rawValue: $0) },
            fetchedAt: try row.value(9)
        )
    }

    private static func date(_ day: CivilDay?) -> CivilDate? {
        day.flatMap { CivilDate(year: $0.year, month: $0.month, day: $0.day) }
    }

    /// Writes merged years as they are: ``AccountingYear/stands(against:)`` has decided.
    ///
    /// Readers see those that `dossiers` announce, with the length that is announced.
    static func save(
        _ years: [(siren: SIREN, year: AccountingYear)],
        announcedBy dossiers: [SIREN: Dossier],
        in tx: isolated PostgresSession
    ) throws {
        guard !years.isEmpty else { return }
        let closings = years.map { CivilDay($0.year.closingDate) }
        let announced = dossiers.mapValues { announcedMonths($0.turnover) }
        try tx.enqueue(
            """
            INSERT INTO turnover
                (siren, closing_date, kind, source, months, amount_cents, status, result_cents, conflict, fetched_at,
                announced_months, precision_cents, filed_on, previous_cents)
            SELECT * FROM unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::smallint[], $6::bigint[],
                $7::text[], $8::bigint[], $9::text[], $10::timestamptz[], $11::smallint[], $12::bigint[], $13::date[],
                $14::bigint[])
            ON CONFLICT (siren, closing_date, kind, source) DO UPDATE SET
                months = excluded.months, amount_cents = excluded.amount_cents, status = excluded.status,
                result_cents = excluded.result_cents, conflict = excluded.conflict, fetched_at = excluded.fetched_at,
                announced_months = excluded.announced_months, precision_cents = excluded.precision_cents,
                filed_on = excluded.filed_on, previous_cents = excluded.previous_cents
            """,
            years.map(\.siren.text),
            closings,
            years.map(\.year.kind.rawValue),
            years.map(\.year.source),
            years.map { Int16($0.year.months) },
            years.map(\.year.amountCents),
            years.map(\.year.status.rawValue),
            years.map(\.year.resultCents),
            years.map { $0.year.doubt?.rawValue },
            years.map(\.year.fetchedAt),
            years.map { announced[$0.siren]?[$0.year.key] },
            years.map(\.year.precisionCents),
            years.map { $0.year.filedOn.map { CivilDay($0) } },
            years.map(\.year.previousCents)
        )
    }

    /// How long each announced year is said to be.
    private static func announcedMonths(_ turnover: TurnoverFacts) -> [AccountingYear.Key: Int16] {
        var months: [AccountingYear.Key: Int16] = [:]
        for year in turnover.years {
            guard let kind = TurnoverYear.Kind(rawValue: year.kind) else { continue }
            let key = AccountingYear.Key(closingDate: year.closingDate, kind: kind, source: year.source)
            months[key] = Int16(clamping: year.months)
        }
        return months
    }

    static func saveStatus(of dossiers: [Dossier], in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            INSERT INTO turnover_status (siren, status, reason, decided_at)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
            ON CONFLICT (siren) DO UPDATE SET
                status = excluded.status, reason = excluded.reason, decided_at = excluded.decided_at
            """,
            dossiers.map(\.siren.text),
            dossiers.map(\.turnover.status),
            dossiers.map(\.turnover.reason),
            dossiers.map(\.factsAt)
        )
    }
}

extension CivilDay {
    init(_ date: CivilDate) {
        let (year, month, day) = date.fields
        self.init(year: year, month: month, day: day)
    }
}
