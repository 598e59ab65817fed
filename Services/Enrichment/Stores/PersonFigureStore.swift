import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Rows of `facts` and `turnover` that a colleague entered.
enum PersonFigureStore {
    static let (told, takenBack) = ("turnover", "turnover_taken_back")

    /// When a colleague last spoke of the year that ends then; nil: never.
    static func lastWord(
        about siren: SIREN,
        _ closing: CivilDate,
        in tx: isolated PostgresSession
    ) throws -> (at: Date, isTold: Bool)? {
        try tx.query(
            """
            SELECT fetched_at, field = $4 FROM facts
            WHERE siren = $1 AND source = $2 AND period = $3 AND field IN ($4, $5) AND superseded_by IS NULL
            ORDER BY fetched_at DESC LIMIT 1
            """,
            siren.text,
            ProviderName.person,
            CivilDay(closing),
            told,
            takenBack
        ).first.map { (at: try $0.value(0, as: Date.self), isTold: try $0.value(1, as: Bool.self)) }
    }

    /// Keeps a word on a year; the one before stays in the history.
    static func keep(_ fact: FactRow, in tx: isolated PostgresSession) throws {
        try FactStore.save([fact], in: tx)
        try tx.enqueue(
            """
            UPDATE facts AS old SET superseded_by = new.id FROM facts AS new
            WHERE new.siren = $1 AND new.source = $2 AND new.period = $3 AND new.field = $4 AND new.superseded_by IS NULL
                AND old.siren = $1 AND old.source = $2 AND old.period = $3 AND old.field <> $4
                AND old.field IN ($5, $6) AND old.superseded_by IS NULL
            """,
            fact.siren.text,
            ProviderName.person,
            fact.period.map { CivilDay($0) },
            fact.field,
            told,
            takenBack
        )
    }

    /// - Parameter closing: nil: all years.
    static func takeBack(_ siren: SIREN, _ closing: CivilDate?, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            DELETE FROM turnover WHERE siren = $1 AND source = $2 AND ($3::date IS NULL OR closing_date = $3)
            """,
            siren.text,
            ProviderName.person,
            closing.map { CivilDay($0) }
        )
    }

    /// Empties what colleagues wrote beside their figures.
    static func forgetNotes(about siren: SIREN, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            "UPDATE facts SET note = NULL WHERE siren = $1 AND source = $2 AND note IS NOT NULL",
            siren.text,
            ProviderName.person
        )
    }

    /// Deletes all that colleagues said of a company, older words too.
    static func forget(_ siren: SIREN, in tx: isolated PostgresSession) throws {
        try takeBack(siren, nil, in: tx)
        try tx.enqueue(
            "DELETE FROM facts WHERE siren = $1 AND source = $2",
            siren.text,
            ProviderName.person
        )
    }
}
