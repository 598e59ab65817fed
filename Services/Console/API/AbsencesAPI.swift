import Contracts
import Foundation
import Hummingbird
import Postgres
import ServiceKit

struct AbsenceItem: Encodable, Sendable {
    let id: String
    let userId: String
    let department: String
    let from: Date
    let until: Date

    init(_ absence: Absence) {
        (id, userId) = (absence.id.description, absence.userID.description)
        (department, from, until) = (absence.department.rawValue, absence.from, absence.until)
    }
}

struct AbsenceBody: Decodable, Sendable {
    let userId: UserID
    let from: Date
    let until: Date
}

struct AbsencesAPI: Sendable {
    let web: ConsoleWeb

    var operations: [Operation] {
        [
            Operation(
                method: .get,
                path: "/absences",
                id: "listAbsences",
                summary: "Absences that stand and are not over",
                permission: "absences.write",
                query: Operation.paging + [
                    .init(
                        name: "user_id",
                        schema: ["type": "string", "format": "uuid"],
                        meaning: "of this colleague only"
                    )
                ],
                answer: OpenAPI.page(of: "Absence"),
                run: list
            ),
            Operation(
                method: .post,
                path: "/absences",
                id: "declareAbsence",
                summary: "Record an absence",
                permission: "absences.write",
                body: "AbsenceBody",
                answer: OpenAPI.reference("Absence"),
                status: .created,
                run: declare
            ),
            Operation(
                method: .delete,
                path: "/absences/{id}",
                id: "cancelAbsence",
                summary: "Take an absence back",
                permission: "absences.write",
                status: .noContent,
                run: cancel
            ),
        ]
    }

    @Sendable private func list(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let limit = try request.limit()
        let after = request.query("after").flatMap { UUID(uuidString: $0) }
        let user = request.query("user_id").flatMap { UUID(uuidString: $0) }
        let now = web.now()
        let absences = try await web.database.transaction(settings: principal.directoryWall) { tx in
            try AbsenceStore.page(after: after, limit: limit + 1, user: user, endingAfter: now, in: tx)
        }
        return try JSONBody.response(Page(absences.map(AbsenceItem.init), limit: limit, key: \.id))
    }

    @Sendable private func declare(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let body = try await request.json(as: AbsenceBody.self)
        let now = web.now()
        let absence = try await web.commit(principal.directoryWall) { tx -> (value: Absence, events: [any Event]) in
            let (absence, events) = try AbsenceBook.declare(
                body.userId,
                from: body.from,
                until: body.until,
                by: principal.actor,
                at: now,
                in: tx
            )
            return (absence, events)
        }
        return try JSONBody.response(AbsenceItem(absence), status: .created)
    }

    @Sendable private func cancel(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let id = try context.identifier("id", as: AbsenceID.self)
        let now = web.now()
        try await web.commit(principal.directoryWall) { tx -> (value: Void, events: [any Event]) in
            do {
                return ((), try AbsenceBook.cancel(id, by: principal.actor, at: now, in: tx))
            } catch let refusal as Refusal where refusal == AbsenceBook.unknown {
                throw Problem.notFound
            }
        }
        return Response(status: .noContent)
    }
}
