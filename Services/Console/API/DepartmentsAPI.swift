import Contracts
import Foundation
import Hummingbird
import Postgres
import ServiceKit

struct DepartmentItem: Encodable, Sendable {
    let id: String
    let name: String
    let active: Bool
    let version: Int64

    init(_ department: Department) {
        (id, name) = (department.id.rawValue, department.name)
        (active, version) = (department.active, department.version)
    }
}

struct DepartmentBody: Decodable, Sendable {
    var id: DepartmentID?
    var name: String?
    var active: Bool?
}

struct DepartmentsAPI: Sendable {
    let web: ConsoleWeb

    var operations: [Operation] {
        let department: JSONValue = OpenAPI.reference("Department")
        return [
            Operation(
                method: .get,
                path: "/departments",
                id: "listDepartments",
                summary: "All departments",
                permission: "users.read",
                query: Operation.paging,
                answer: OpenAPI.page(of: "Department"),
                run: list
            ),
            Operation(
                method: .post,
                path: "/departments",
                id: "createDepartment",
                summary: "Add a department",
                permission: "departments.write",
                body: "DepartmentBody",
                answer: department,
                status: .created,
                run: create
            ),
            Operation(
                method: .patch,
                path: "/departments/{id}",
                id: "changeDepartment",
                summary: "Rename, close or reopen a department",
                permission: "departments.write",
                body: "DepartmentBody",
                answer: department,
                run: change
            ),
        ]
    }

    @Sendable private func list(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let (limit, after) = (try request.limit(), request.query("after"))
        let departments = try await web.database.transaction(settings: principal.directoryWall) { tx in
            try DepartmentStore.page(after: after, limit: limit + 1, in: tx)
        }
        return try JSONBody.response(Page(departments.map(DepartmentItem.init), limit: limit, key: \.id))
    }

    @Sendable private func create(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let body = try await request.json(as: DepartmentBody.self)
        guard let id = body.id, let name = body.name else {
            throw Refusal(
                "field.missing",
                "Identifiant et nom sont obligatoires.",
                field: body.id == nil ? "id" : "name"
            )
        }
        let department = try await keep(id, principal, isNew: true) { _ in (name, body.active ?? true) }
        return try JSONBody.response(DepartmentItem(department), status: .created)
    }

    @Sendable private func change(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        guard let id = context.parameters.get("id").flatMap({ DepartmentID($0) }) else { throw Problem.notFound }
        let body = try await request.json(as: DepartmentBody.self)
        let department = try await keep(id, principal, isNew: false) { known in
            guard let known else { throw Problem.notFound }
            return (body.name ?? known.name, body.active ?? known.active)
        }
        return try JSONBody.response(DepartmentItem(department))
    }

    private func keep(
        _ id: DepartmentID,
        _ principal: Principal,
        isNew: Bool,
        _ wish: @Sendable (Department?) throws -> (name: String, active: Bool)
    ) async throws -> Department {
        let now = WireDate.rounded(web.now())
        return try await web.commit(principal.directoryWall) { tx -> (value: Department, events: [any Event]) in
            let known = try DepartmentStore.find(id, in: tx)
            guard !isNew || known == nil else {
                throw Problem(.conflict, "department.exists", "Ce service existe déjà.", field: "id")
            }
            let (name, active) = try wish(known)
            let kept = try Directory.keepDepartment(id, name: name, active: active, at: now, in: tx)
            let audit = Audit.entry(
                principal.actor,
                "department.changed",
                "department/\(id)",
                id,
                active ? "active" : "closed",
                now
            )
            return (kept.entry, kept.isChange ? [kept.entry.changed, audit] : [])
        }
    }
}
