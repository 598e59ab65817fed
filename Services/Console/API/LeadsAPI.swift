import Contracts
import Foundation
import FrenchBusiness
import Hummingbird
import Postgres
import ServiceKit

/// A lead with everything that *Fiche* shows.
struct LeadItem: Encodable, Sendable {
    let lead: LeadRecord
    let details: LeadDetails
}

struct ActivityBody: Decodable, Sendable {
    var id: ActivityID?
    let kind: String
    var outcome: String?
    var inbound: Bool?
    var at: Date?
    var note: String?
    var nextStep: String?
    var nextStepOn: CivilDate?
    var dealId: DealID?
    var playbook: String?
}

struct SirenBody: Decodable, Sendable {
    let siren: String
}

struct TurnoverBody: Decodable, Sendable {
    let closingDate: CivilDate
    /// absent or null: what was said of the year is taken back
    var amountCents: Int64?
    var months: Int?
    var source: String?
}

struct LeadsAPI: Sendable {
    let web: ConsoleWeb

    var operations: [Operation] {
        [
            Operation(
                method: .get,
                path: "/leads",
                id: "listLeads",
                summary: "Leads of the caller's departments, best first",
                permission: "leads.read",
                query: Operation.paging + [
                    .init(
                        name: "state",
                        schema: ["type": "string", "enum": LeadListState.schema, "default": "owned"],
                        meaning: "where the lead stands"
                    ),
                    .init(
                        name: "owner",
                        schema: ["type": "string"],
                        meaning: "a colleague's id, or « me »; of leads to identify: whom the list names"
                    ),
                    .init(
                        name: "q",
                        schema: ["type": "string", "minLength": 3],
                        meaning: "part of the company's name"
                    ),
                ],
                answer: OpenAPI.page(of: "LeadListItem"),
                run: list
            ),
            Operation(
                method: .get,
                path: "/leads/{id}",
                id: "getLead",
                summary: "A lead with its facts, score and history",
                permission: "leads.read",
                answer: OpenAPI.reference("Lead"),
                run: show
            ),
            Operation(
                method: .post,
                path: "/leads/{id}/activities",
                id: "logActivity",
                summary: "Record what happened with a lead; the same id twice records once",
                permission: "activities.write",
                body: "ActivityBody",
                answer: OpenAPI.reference("Created"),
                status: .created,
                run: log
            ),
            Operation(
                method: .post,
                path: "/leads/{id}/siren",
                id: "identifyLead",
                summary: "Give a lead to identify its SIREN; intake attaches it a moment later",
                permission: "leads.write",
                body: "SirenBody",
                answer: OpenAPI.reference("Created"),
                status: .accepted,
                run: identify
            ),
            Operation(
                method: .post,
                path: "/leads/{id}/no-candidate",
                id: "declineCandidates",
                summary: "None of the companies proposed for a lead to identify (details.proposed) is the right one",
                permission: "leads.write",
                answer: OpenAPI.reference("Created"),
                status: .accepted,
                run: decline
            ),
            Operation(
                method: .post,
                path: "/leads/{id}/reach",
                id: "askReach",
                summary:
                    "Have a provider asked for the company's phone, e-mail and site, which costs details.reach_question.price_cents",
                permission: "leads.write",
                answer: OpenAPI.reference("Created"),
                status: .accepted,
                run: askReach
            ),
            Operation(
                method: .post,
                path: "/leads/{id}/turnover",
                id: "giveTurnover",
                summary: "Say what you know of the company's turnover in one accounting year, or take it back",
                permission: "leads.write",
                body: "TurnoverBody",
                answer: OpenAPI.reference("Created"),
                status: .accepted,
                run: giveTurnover
            ),
        ]
    }

    @Sendable private func list(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let limit = try request.limit()
        let name = request.query("q")
        guard (name?.count ?? 3) >= 3, (name?.count ?? 3) <= 100 else {
            throw Problem(.badRequest, "q.length", "« q » compte de 3 à 100 caractères.", field: "q")
        }
        let owner = try request.query("owner").map { text throws(Problem) in
            guard let id = text == "me" ? principal.userID : UserID(text) else {
                throw Problem(.badRequest, "owner.malformed", "« owner » est un identifiant ou « me ».", field: "owner")
            }
            return id.rawValue
        }
        let query = LeadQuery(
            departments: principal.departments.map(\.rawValue),
            state: try request.query("state").map(LeadListState.init(known:)) ?? .owned,
            owner: owner,
            name: name.map(Self.literally),
            after: try request.query("after").map(Self.key),
            limit: limit + 1
        )
        let leads = try await web.read(principal) { tx in try LeadListStore.page(query, in: tx) }
        return try JSONBody.response(Page(leads, limit: limit, key: Self.key))
    }

    @Sendable private func show(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let id = try context.identifier("id", as: LeadID.self)
        let item = try await web.read(principal) { tx -> LeadItem in
            guard let lead = try LeadStore.find(id, in: tx) else { throw Problem.notFound }
            return LeadItem(lead: lead, details: try LeadStore.details(of: lead, in: tx))
        }
        return try JSONBody.response(item)
    }

    @Sendable private func log(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let lead = try context.identifier("id", as: LeadID.self)
        let body = try await request.json(as: ActivityBody.self)
        let now = web.now()
        let draft = ActivityDraft(
            id: body.id ?? ActivityID(),
            kind: body.kind,
            outcome: body.outcome,
            inbound: body.inbound ?? false,
            at: WireDate.rounded(body.at ?? now),
            note: body.note,
            nextStep: body.nextStep,
            nextStepOn: body.nextStepOn,
            dealID: body.dealId,
            playbook: ActivityDraft.named(body.playbook)
        )
        try await web.commit(principal.wall) { tx in
            ((), try LogActivity.run(draft, on: lead, by: principal, now: now, in: tx))
        }
        return try JSONBody.response(["id": draft.id.description], status: .created)
    }

    @Sendable private func identify(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let lead = try context.identifier("id", as: LeadID.self)
        let body = try await request.json(as: SirenBody.self)
        let now = web.now()
        try await web.commit(principal.wall) { tx in
            ((), try IdentifyLead.run(body.siren, on: lead, by: principal, now: now, in: tx))
        }
        return try JSONBody.response(["id": lead.description], status: .accepted)
    }

    @Sendable private func decline(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let lead = try context.identifier("id", as: LeadID.self)
        let now = web.now()
        try await web.commit(principal.wall) { tx in
            ((), try IdentifyLead.decline(on: lead, by: principal, now: now, in: tx))
        }
        return try JSONBody.response(["id": lead.description], status: .accepted)
    }

    @Sendable private func askReach(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let lead = try context.identifier("id", as: LeadID.self)
        let now = web.now()
        try await web.commit(principal.wall) { tx in ((), try AskReach.run(on: lead, by: principal, now: now, in: tx)) }
        return try JSONBody.response(["id": lead.description], status: .accepted)
    }

    @Sendable private func giveTurnover(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let lead = try context.identifier("id", as: LeadID.self)
        let body = try await request.json(as: TurnoverBody.self)
        let wish = GiveTurnover.Wish(
            closingDate: body.closingDate,
            amountCents: body.amountCents,
            months: body.months ?? 12,
            source: body.source ?? ""
        )
        let moment = web.today
        try await web.commit(principal.wall) { tx in
            ((), try GiveTurnover.run(wish, on: lead, by: principal, moment, in: tx))
        }
        return try JSONBody.response(["id": lead.description], status: .accepted)
    }

    /// A name's part without the meaning that LIKE gives to some characters.
    static func literally(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    }

    /// Where the list goes on after a lead: by priority, and leads to identify by company.
    static func key(_ lead: LeadListItem) -> String {
        let id = lead.priority == nil ? lead.companyId : lead.id
        return "\(lead.priority ?? 0).\(id.uuidString.lowercased())"
    }

    /// Reads what the other `key` wrote.
    /// - Throws: ``Problem`` 400.
    static func key(_ text: String) throws(Problem) -> (priority: Int, id: UUID) {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let priority = Int(parts[0]), let id = UUID(uuidString: String(parts[1])),
            Int32(exactly: priority) != nil
        else { throw Problem(.badRequest, "after.malformed", "« after » vient de « next ».", field: "after") }
        return (priority, id)
    }
}
