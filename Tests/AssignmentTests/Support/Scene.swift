import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres
import TestSupport

@testable import Assignment

/// A database of the test's own with one department, and assignment's own session in it.
struct Scene: Sendable {
    static let department = DepartmentID(rawValue: "commercial")
    /// A Tuesday, 10:00 in Paris.
    static let now = Date(timeIntervalSince1970: 1_773_738_000)

    let database: TestDatabase
    let session: PostgresSession
    var handOut = HandOut()

    static func with(_ body: (Scene) async throws -> Void, function: String = #function) async throws {
        let database = try await TestDatabase.make(function: function)
        let scene = Scene(database: database, session: Self.session(database))
        do {
            try await scene.department(Self.department)
            try await body(scene)
        } catch {
            await scene.end()
            throw error
        }
        await scene.end()
    }

    private func end() async {
        await session.close()
        await database.drop()
    }

    static func session(_ database: TestDatabase) -> PostgresSession {
        var config = database.config(role: "filon_assignment")
        config.applicationName = "assignment tests"
        return PostgresSession(config)
    }

    func department(_ id: DepartmentID) async throws {
        try await database.withSession { session in
            try await session.query(
                "INSERT INTO people.departments (id, name) VALUES ($1, $1) ON CONFLICT DO NOTHING",
                id.rawValue
            )
        }
    }

    @discardableResult
    func user(
        _ name: String,
        role: String = "sales",
        capacity: Int = 10,
        zones: [String] = [],
        skills: [String] = [],
        active: Bool = true,
        department: DepartmentID = Scene.department
    ) async throws -> UserID {
        let id = UserID()
        let email = name.frenchFolded.replacing(" ", with: ".") + "@exemple.fr"
        try await database.withSession { session in
            try await session.query(
                """
                INSERT INTO people.users (id, email, display_name, department_id, role, active, capacity_per_day, zones,
                    skills) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """,
                id.rawValue,
                email,
                name,
                department.rawValue,
                role,
                active,
                capacity,
                zones,
                skills
            )
        }
        return id
    }

    func leave(_ user: UserID) async throws {
        try await database.withSession { session in
            try await session.query("UPDATE people.users SET active = false WHERE id = $1", user.rawValue)
        }
    }

    func absence(of user: UserID, from: Date, until: Date) async throws {
        try await database.withSession { session in
            try await session.query(
                """
                INSERT INTO people.absences (id, user_id, department_id, starts_at, ends_at, recorded_by)
                VALUES ($1, $2, 'commercial', $3, $4, 'test')
                """,
                AbsenceID().rawValue,
                user.rawValue,
                from,
                until
            )
        }
    }

    /// Runs `body` as a handler runs: in a transaction of the service's role that sees every department.
    @discardableResult
    func transaction<T: Sendable>(
        _ body: @Sendable (isolated PostgresSession) throws -> T
    ) async throws -> T {
        try await session.transaction(settings: ["filon.departments": "*"], body)
    }

    /// Delivers scores in one batch and returns what is announced.
    @discardableResult
    func score(_ messages: [LeadScored], at now: Date = Scene.now, announcedAt: Date? = nil) async throws -> [any Event]
    {
        let handler = AssignLead(handOut: handOut, clock: { now })
        return try await transaction { tx in
            try handler.handle(messages.map { Scene.delivery($0, at: announcedAt ?? now) }, in: tx).flatMap(\.events)
        }
    }

    @discardableResult
    func redistribute(_ changed: UserID? = nil, at now: Date = Scene.now) async throws -> [any Event] {
        try await transaction { tx in
            try Redistribution(handOut: handOut).run(changed: changed, now: now, in: tx)
        }
    }

    func lead(_ id: LeadID) async throws -> LeadRow? {
        try await transaction { tx in
            try tx.pipeline([LeadStore.read([id])])[0].first.map(LeadStore.row)
        }
    }

    static func delivery<Message: Event>(_ message: Message, at date: Date = Scene.now) -> Delivery<Message> {
        let envelope = Envelope(type: Message.type, subject: message.subject, occurredAt: date)
        return Delivery(message: message, envelope: envelope)
    }
}

extension Outcome {
    var events: [any Event] {
        if case .done(let events) = self { events } else { [] }
    }
}

extension [any Event] {
    func all<E: Event>(_ type: E.Type = E.self) -> [E] { compactMap { $0 as? E } }
}
