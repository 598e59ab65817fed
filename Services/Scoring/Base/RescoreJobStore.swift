import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres

/// Looks at every lead, or in a night at those that time may have changed, and how far they came. Several pages of one are
/// worked on at a time, and committed in order: each is claimed by where it begins, and waits for the claim of the one
/// before to end.
enum RescoreJobStore {
    /// Where a page of a job begins.
    struct Place: Sendable {
        let id: UUID
        let reason: String
        /// The last company of the page before.
        let reached: UUID
        /// Where the page before began, if that one is perhaps not committed yet.
        var before: UUID?

        /// The page after the one that ends with `company`.
        func following(_ company: UUID) -> Place {
            Place(id: id, reason: reason, reached: company, before: reached)
        }

        /// Whether every company is read and hardly any will have changed.
        var isGlance: Bool { reason == "request" }
        /// Whether only companies are read that time may have changed.
        var isAging: Bool { reason == "decay" }
    }

    /// Asks for a look at every lead. An open one starts over, so that no two run after each other.
    static func begin(_ reason: String, at moment: Date, in tx: isolated PostgresSession) throws {
        try tx.execute("UPDATE rescore_jobs SET ended_at = $1 WHERE ended_at IS NULL", moment)
        try tx.execute(
            "INSERT INTO rescore_jobs (id, reason, started_at) VALUES ($1, $2, $3)",
            UUIDv7.make(at: moment),
            reason,
            moment
        )
    }

    /// Asks for a night's look, unless another one is open: that one looks with today's date already.
    static func beginNight(at moment: Date, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO rescore_jobs (id, reason, started_at) SELECT $1, 'decay', $2
            WHERE NOT EXISTS (SELECT FROM rescore_jobs WHERE ended_at IS NULL)
            """,
            UUIDv7.make(at: moment),
            moment
        )
    }

    /// Where the job that is open goes on, if nobody else begins there at this moment.
    static func next(in tx: isolated PostgresSession) throws -> Place? {
        try tx.query(
            """
            SELECT id, reached, reason FROM rescore_jobs WHERE ended_at IS NULL ORDER BY started_at, id LIMIT 1
            FOR UPDATE SKIP LOCKED
            """
        ).first.map { row in
            let (id, reached, reason) = try row.decode(UUID.self, UUID.self, String.self)
            return Place(id: id, reason: reason, reached: reached)
        }
    }

    /// - Returns: false while somebody else works on this very page, or if the job is over.
    static func claim(_ place: Place, in tx: isolated PostgresSession) throws -> Bool {
        try tx.query(
            """
            SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))
                AND EXISTS (SELECT FROM rescore_jobs WHERE id = $2 AND ended_at IS NULL)
            """,
            claimName(place.id, place.reached),
            place.id
        ).first?.value(0, as: Bool.self) ?? false
    }

    /// A whole page may lie before one that is empty; below what a statement may take.
    private static let patience = "25s"

    private static func claimName(_ job: UUID, _ reached: UUID) -> String {
        "scoring page \(job.uuidString) \(reached.uuidString)"
    }

    /// Returns when the page before was committed, or was not and never will be.
    static func followOn(_ place: Place, in tx: isolated PostgresSession) throws {
        guard let before = place.before else { return }
        try tx.enqueue("SELECT set_config('lock_timeout', $1, true)", patience)
        try tx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))::text", claimName(place.id, before))
    }

    static func isOpen(in tx: isolated PostgresSession) throws -> Bool {
        try tx.query("SELECT EXISTS (SELECT FROM rescore_jobs WHERE ended_at IS NULL)").first?.value(0, as: Bool.self)
            ?? false
    }

    /// - Throws: ``Overtaken``; `PostgresError`.
    static func advance(
        _ place: Place,
        to company: UUID,
        looked: Int,
        changed: Int,
        in tx: isolated PostgresSession
    ) throws {
        try followOn(place, in: tx)
        let advanced = try tx.execute(
            """
            UPDATE rescore_jobs SET reached = $3, looked = looked + $4, changed = changed + $5
            WHERE id = $1 AND reached = $2 AND ended_at IS NULL
            """,
            place.id,
            place.reached,
            company,
            looked,
            changed
        )
        guard advanced == 1 else { throw Overtaken() }
    }

    /// - Throws: ``Overtaken``; `PostgresError`.
    static func end(_ place: Place, at moment: Date, in tx: isolated PostgresSession) throws {
        try followOn(place, in: tx)
        let ended = try tx.execute(
            "UPDATE rescore_jobs SET ended_at = $3 WHERE id = $1 AND reached = $2 AND ended_at IS NULL",
            place.id,
            place.reached,
            moment
        )
        guard ended == 1 else { throw Overtaken() }
    }

    /// The next companies that stand for themselves, in order of id.
    static func companies(after: UUID, limit: Int, in tx: isolated PostgresSession) throws -> [UUID] {
        try tx.query(
            """
            SELECT company_id FROM companies WHERE company_id > $1 AND root_id = company_id
            ORDER BY company_id LIMIT $2
            """,
            after,
            limit
        ).values(as: UUID.self)
    }

    /// Of the next companies that stand for themselves, in order of id, those that time alone may have changed.
    /// - Parameters:
    ///   - basis: what a company's quiet must rest on to count.
    ///   - limit: of the companies that are returned.
    /// - Returns: with the last company of which it is known; nil: none is left.
    static func dueCompanies(
        after: UUID,
        on today: CivilDate,
        basis: Int64,
        limit: Int,
        in tx: isolated PostgresSession
    ) throws -> (ids: [UUID], reached: UUID?) {
        // OFFSET 0 keeps the look-ups one by one, so that the first that are due are found without reading the rest.
        let due = try tx.query(
            """
            SELECT company_id FROM (
                SELECT company_id FROM companies WHERE company_id > $1 AND root_id = company_id
                ORDER BY company_id LIMIT $3
            ) AS c
            WHERE NOT EXISTS (
                SELECT FROM quiet_companies AS q
                WHERE q.company_id = c.company_id AND q.until > $4 AND q.basis = $5 OFFSET 0)
            ORDER BY company_id LIMIT $2
            """,
            after,
            limit,
            readMax,
            today.postgresDay,
            basis
        ).values(as: UUID.self)
        if due.count == limit { return (due, due.last) }
        let last = try tx.query(
            """
            SELECT company_id FROM companies WHERE company_id > $1 AND root_id = company_id
            ORDER BY company_id LIMIT 1 OFFSET $2 - 1
            """,
            after,
            readMax
        ).values(as: UUID.self).first
        return (due, last ?? due.last)
    }

    /// Companies that are asked whether they are due in one statement, which takes a tenth of a second.
    private static let readMax = 50_000

    /// Announcements that wait for the broker, counted up to `limit`.
    static func waiting(upTo limit: Int, in tx: isolated PostgresSession) throws -> Int {
        try tx.query("SELECT count(*) FROM (SELECT FROM outbox LIMIT $1) AS o", limit).first?.value(0, as: Int.self)
            ?? 0
    }
}

/// The page before was not committed, another process was there first, or the job is over: this page is not committed
/// either.
struct Overtaken: DescribesItselfSafely, CustomStringConvertible {
    var description: String { "a page of a look at every lead was overtaken; it is done again" }
}
