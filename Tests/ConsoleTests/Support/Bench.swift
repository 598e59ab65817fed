import Contracts
import Foundation
import Messaging
import Postgres
import TestSupport

@testable import Console

/// A database with one department, and handlers called as the dispatcher does.
struct Bench: Sendable {
    let database: TestDatabase

    static func make(_ function: String = #function) async throws -> Bench {
        let database = try await TestDatabase.make(function: function)
        try await database.withSession { session in
            try await session.execute(unchecked: "INSERT INTO people.departments (id, name) VALUES ('nord', 'Nord')")
        }
        return Bench(database: database)
    }

    func outcome<H: MessageHandler>(_ delivery: Delivery<H.Message>, of handler: H) async throws -> Outcome {
        try await database.withSession(role: "filon_console") { session in
            try await session.transaction(settings: Wall.everywhere) { tx in try handler.handle(delivery, in: tx) }
        }
    }

    /// - Returns: what was announced.
    func deliver<H: MessageHandler>(_ delivery: Delivery<H.Message>, to handler: H) async throws -> [any Event] {
        guard case .done(let events) = try await outcome(delivery, of: handler) else {
            throw SceneError("\(H.name) was not done")
        }
        return events
    }

    func batch<H: BatchHandler>(_ deliveries: [Delivery<H.Message>], _ handler: H) async throws -> [Outcome] {
        try await database.withSession(role: "filon_console") { session in
            try await session.transaction(settings: Wall.everywhere) { tx in try handler.handle(deliveries, in: tx) }
        }
    }

    func rows(_ sql: StaticString) async throws -> [String] {
        try await database.withSession { session in try await session.query(sql).values(as: String.self) }
    }

    static func delivery<E: Event>(_ event: E, at: Date) -> Delivery<E> {
        Delivery(message: event, envelope: Envelope(type: E.type, subject: event.subject, occurredAt: at))
    }

    static func user(_ email: String, capacity: Int, at: Date) -> Delivery<UserRequested> {
        delivery(
            UserRequested(
                actor: "operator",
                email: email,
                displayName: "Quelqu’un",
                department: DepartmentID(rawValue: "nord"),
                role: "sales",
                capacityPerDay: capacity,
                zones: [],
                skills: [],
                active: true
            ),
            at: at
        )
    }

    static func stage(_ key: String, label: String, at: Date) -> Delivery<LeadStageRequested> {
        delivery(
            LeadStageRequested(actor: "operator", key: key, label: label, position: 1, probabilityPercent: 5),
            at: at
        )
    }
}

extension UserRequested {
    func moved(to department: String) -> UserRequested {
        var moved = self
        moved.department = DepartmentID(rawValue: department)
        return moved
    }
}
