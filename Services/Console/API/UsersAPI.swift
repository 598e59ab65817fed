import Contracts
import Foundation
import Hummingbird
import Postgres
import ServiceKit

/// Colleagues: who may sees and keeps those within reach.
struct UsersAPI: Sendable {
    static let emailTaken = Problem(
        .conflict,
        "user.email_taken",
        "Cette adresse appartient déjà à quelqu’un.",
        field: "email"
    )
    static let yourself = Problem(.conflict, "user.yourself", "On ne se retire pas soi-même ses droits.")

    let web: ConsoleWeb

    var operations: [Operation] {
        let user: JSONValue = OpenAPI.reference("User")
        return [
            Operation(
                method: .get,
                path: "/users",
                id: "listUsers",
                summary: "Colleagues of the caller's departments",
                permission: "users.read",
                query: Operation.paging + [
                    .init(name: "department", schema: ["type": "string"], meaning: "of this department only")
                ],
                answer: OpenAPI.page(of: "User"),
                run: list
            ),
            Operation(
                method: .post,
                path: "/users",
                id: "createUser",
                summary: "Add a colleague",
                permission: "users.write",
                body: "UserBody",
                answer: user,
                status: .created,
                run: create
            ),
            Operation(
                method: .get,
                path: "/users/{id}",
                id: "getUser",
                summary: "One colleague",
                permission: "users.read",
                answer: user,
                run: show
            ),
            Operation(
                method: .patch,
                path: "/users/{id}",
                id: "changeUser",
                summary: "Change a colleague",
                permission: "users.write",
                body: "UserBody",
                answer: user,
                run: change
            ),
            Operation(
                method: .delete,
                path: "/users/{id}",
                id: "deactivateUser",
                summary: "Deactivate a colleague: no more leads, no more sign-in",
                permission: "users.write",
                answer: user,
                run: deactivate
            ),
        ]
    }

    @Sendable private func list(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let limit = try request.limit()
        let (after, department) = (request.query("after").flatMap { UUID(uuidString: $0) }, request.query("department"))
        let users = try await web.database.transaction(settings: principal.directoryWall) { tx in
            try UserStore.page(after: after, limit: limit + 1, department: department, in: tx)
        }
        return try JSONBody.response(Page(users.map(UserItem.init), limit: limit, key: \.id))
    }

    @Sendable private func show(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let id = try context.identifier("id", as: UserID.self)
        let user = try await web.database.transaction(settings: principal.directoryWall) { tx in
            try UserStore.find(id, in: tx)
        }
        guard let user else { throw Problem.notFound }
        return try JSONBody.response(UserItem(user))
    }

    @Sendable private func create(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let draft = try await request.json(as: UserBody.self).draft()
        try allow(principal, draft)
        let now = WireDate.rounded(web.now())
        let user = try await refusingTaken {
            try await web.commit(principal.directoryWall) { tx -> (value: Colleague, events: [any Event]) in
                guard try UserStore.find(email: draft.checked().email, in: tx) == nil else { throw Self.emailTaken }
                let user = try Directory.keep(draft, at: now, in: tx).entry
                return (user, events(user, by: principal, "user.added", now))
            }
        }
        return try JSONBody.response(
            UserItem(user),
            status: .created,
            headers: [.location: "/api/v1/users/\(user.id)"]
        )
    }

    @Sendable private func change(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        try await change(context, principal, to: try await request.json(as: UserBody.self))
    }

    @Sendable private func deactivate(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        try await change(context, principal, to: UserBody(active: false))
    }

    private func change(
        _ context: ServiceRequestContext,
        _ principal: Principal,
        to body: UserBody
    ) async throws -> Response {
        let id = try context.identifier("id", as: UserID.self)
        let now = WireDate.rounded(web.now())
        let user = try await refusingTaken {
            try await web.commit(principal.directoryWall) { tx -> (value: Colleague, events: [any Event]) in
                guard let known = try UserStore.find(id, in: tx) else { throw Problem.notFound }
                guard id != principal.userID || body.active != false else { throw Self.yourself }
                let draft = try body.merged(into: known.draft).checked()
                try allow(principal, known.draft)
                try allow(principal, draft)
                guard try DepartmentStore.exists(draft.department, in: tx) else { throw DepartmentUnknown() }
                guard try RoleStore.exists(draft.role, in: tx) else {
                    throw Refusal("user.role_unknown", "Ce rôle n’existe pas.", field: "role")
                }
                let kept = try Directory.change(known, to: draft, at: now, in: tx)
                return (kept.entry, kept.isChange ? events(kept.entry, by: principal, "user.changed", now) : [])
            }
        }
        return try JSONBody.response(UserItem(user))
    }

    /// Nobody adds to, or takes from, those who may more than they give.
    private func allow(_ principal: Principal, _ draft: UserDraft) throws(Problem) {
        let isInReach =
            principal.permissions.allow("departments.write") || principal.departments.contains(draft.department)
        guard principal.mayGrant(draft.role), isInReach else { throw Problem.forbidden }
    }

    private func events(_ user: Colleague, by principal: Principal, _ action: String, _ now: Date) -> [any Event] {
        [
            user.changed,
            Audit.entry(
                principal.actor,
                action,
                "user/\(user.id)",
                user.draft.department,
                "role \(user.draft.role)",
                now
            ),
        ]
    }

    /// An address that belongs to somebody behind a wall shows as a unique key.
    private func refusingTaken<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as PostgresError where error.isUniqueViolation {
            throw Self.emailTaken
        }
    }
}
