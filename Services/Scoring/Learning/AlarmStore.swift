import Contracts
import Foundation
import Postgres
import Scorecard

/// Table `model_alarms`: what is wrong with what is learnt, from the training that showed it to the one that did not.
enum AlarmStore {
    /// Refused trainings in a row that are an alarm.
    private static let patience = 3

    /// Compares a training with what stands.
    /// - Returns: what stands now, and what is to be announced: what began and what is over.
    static func note(
        _ card: ModelCard,
        of version: Int,
        at moment: Date,
        in tx: isolated PostgresSession
    ) throws -> (standing: Set<ModelAlarm>, changes: [ModelAlarmChanged]) {
        let before = try standing(in: tx)
        var now = card.alarms(standing: before)
        if try isRefusedRepeatedly(in: tx) { now.insert(.refusedRepeatedly) }
        let begun = ModelAlarm.allCases.filter { now.contains($0) && !before.contains($0) }
        let ended = ModelAlarm.allCases.filter { before.contains($0) && !now.contains($0) }
        try begin(begun.map { ($0, $0.found(card)) }, version, moment, in: tx)
        try end(ended, version, moment, in: tx)
        func change(_ alarm: ModelAlarm, _ isStanding: Bool, _ words: Wording) -> ModelAlarmChanged {
            ModelAlarmChanged(
                kind: alarm.rawValue,
                isStanding: isStanding,
                version: Int64(version),
                text: words.french,
                english: words.english,
                at: moment
            )
        }
        return (now, begun.map { change($0, true, $0.found(card)) } + ended.map { change($0, false, $0.words) })
    }

    private static func standing(in tx: isolated PostgresSession) throws -> Set<ModelAlarm> {
        let kinds = try tx.query(
            "SELECT kind FROM model_alarms WHERE name = $1 AND ended_at IS NULL FOR UPDATE",
            ModelStore.name
        ).values(as: String.self)
        return Set(kinds.compactMap(ModelAlarm.init))
    }

    private static func isRefusedRepeatedly(in tx: isolated PostgresSession) throws -> Bool {
        let latest = try tx.query(
            "SELECT status FROM models WHERE name = $1 ORDER BY version DESC LIMIT $2",
            ModelStore.name,
            patience
        ).values(as: String.self)
        return latest.count == patience && latest.allSatisfy { $0 == "refused" }
    }

    private static func begin(
        _ alarms: [(alarm: ModelAlarm, words: Wording)],
        _ version: Int,
        _ moment: Date,
        in tx: isolated PostgresSession
    ) throws {
        guard !alarms.isEmpty else { return }
        try tx.execute(
            """
            INSERT INTO model_alarms (id, name, kind, began_at, began_version, text, english)
            SELECT a.id, $2, a.kind, $3, $4, a.text, a.english
            FROM unnest($1::uuid[], $5::text[], $6::text[], $7::text[]) AS a (id, kind, text, english)
            """,
            alarms.map { _ in UUIDv7.make(at: moment) },
            ModelStore.name,
            moment,
            version,
            alarms.map(\.alarm.rawValue),
            alarms.map(\.words.french),
            alarms.map(\.words.english)
        )
    }

    private static func end(
        _ alarms: [ModelAlarm],
        _ version: Int,
        _ moment: Date,
        in tx: isolated PostgresSession
    ) throws {
        guard !alarms.isEmpty else { return }
        try tx.execute(
            """
            UPDATE model_alarms SET ended_at = $3, ended_version = $4
            WHERE name = $1 AND kind = ANY($2::text[]) AND ended_at IS NULL
            """,
            ModelStore.name,
            alarms.map(\.rawValue),
            moment,
            version
        )
    }
}
