import Contracts
import Foundation
import FrenchBusiness
import Hummingbird
import Postgres
import ServiceKit

struct DealItem: Encodable, Sendable {
    let id: String
    let leadId: String
    let department: String
    let owner: String?
    let title: String
    let stage: String
    let state: String
    let stageSince: Date
    let amountCents: Int64?
    let expectedClose: CivilDate?
    let lostReason: String?
    let version: Int64
    /// nil: over, or scoring has said nothing of it yet
    let chance: Chance?

    init(_ deal: Deal, _ chance: Chance?) {
        self.chance = chance
        (id, leadId, department) = (deal.id.description, deal.leadID.description, deal.department.rawValue)
        (owner, title, stage) = (deal.owner?.description, deal.title, deal.stage)
        (state, stageSince, amountCents) = (deal.state.rawValue, deal.stageSince, deal.amountCents)
        (expectedClose, lostReason, version) = (deal.expectedClose, deal.lostReason, deal.version)
    }
}

struct DealBody: Decodable, Sendable {
    var id: DealID?
    let leadId: LeadID
    let title: String
    var amountCents: Int64?
    var expectedClose: CivilDate?
    var stage: String?
}

struct DealChange: Decodable, Sendable {
    var version: Int64?
    var title: String?
    var amountCents: Int64?
    var expectedClose: CivilDate?
    var stage: String?
    var lostReason: String?
    var nextStep: String?
    var nextStepOn: CivilDate?
}

struct DealsAPI: Sendable {
    let web: ConsoleWeb

    var operations: [Operation] {
        let deal: JSONValue = OpenAPI.reference("Deal")
        return [
            Operation(
                method: .get,
                path: "/deals/{id}",
                id: "getDeal",
                summary: "One deal; its version stands in ETag",
                permission: "deals.read",
                answer: deal,
                run: show
            ),
            Operation(
                method: .post,
                path: "/deals",
                id: "createDeal",
                summary: "Open a deal on a lead; the same id twice opens one",
                permission: "deals.write",
                body: "DealBody",
                answer: deal,
                status: .created,
                run: create
            ),
            Operation(
                method: .patch,
                path: "/deals/{id}",
                id: "changeDeal",
                summary: "Change or move a deal; If-Match or « version » names the version that was seen",
                permission: "deals.write",
                body: "DealChange",
                answer: deal,
                run: change
            ),
        ]
    }

    @Sendable private func show(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let id = try context.identifier("id", as: DealID.self)
        let (deal, chance) = try await web.read(principal) { tx in
            (try DealStore.find(id, in: tx), try ChanceStore.find(id, in: tx))
        }
        guard let deal else { throw Problem.notFound }
        return try answer(deal, chance)
    }

    @Sendable private func create(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let body = try await request.json(as: DealBody.self)
        let draft = DealDraft(
            id: body.id ?? DealID(),
            leadID: body.leadId,
            title: body.title,
            amountCents: body.amountCents,
            expectedClose: body.expectedClose,
            stage: body.stage
        )
        let now = web.now()
        let deal = try await web.commit(principal.wall) { tx in
            try ChangeDeal.open(draft, by: principal, now: now, in: tx)
        }
        // Scoring hears of it after the commit.
        return try answer(deal, nil, status: .created)
    }

    @Sendable private func change(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ principal: Principal
    ) async throws -> Response {
        let id = try context.identifier("id", as: DealID.self)
        let body = try await request.json(as: DealChange.self)
        let tag = request.headers[.ifMatch]
        guard let version = try tag.map(Self.version) ?? body.version else { throw Problem.versionMissing }
        let wish = DealWish(
            version: version,
            title: body.title,
            amountCents: body.amountCents,
            expectedClose: body.expectedClose,
            stage: body.stage,
            lostReason: body.lostReason,
            nextStep: body.nextStep,
            nextStepOn: body.nextStepOn
        )
        let mismatch = tag == nil ? Problem.changedSince : Problem.versionMismatch
        let now = web.now()
        let (deal, chance) = try await web.commit(principal.wall) { tx in
            let changed = try ChangeDeal.change(id, wish, mismatch: mismatch, by: principal, now: now, in: tx)
            return ((changed.value, try ChanceStore.find(id, in: tx)), changed.events)
        }
        return try answer(deal, chance)
    }

    private func answer(_ deal: Deal, _ chance: Chance?, status: HTTPResponse.Status = .ok) throws -> Response {
        try JSONBody.response(DealItem(deal, chance), status: status, headers: [.eTag: "\"\(deal.version)\""])
    }

    /// `"3"`, as the answer before gave it.
    private static func version(_ tag: String) throws(Problem) -> Int64 {
        guard let version = Int64(tag.trimmingCharacters(in: CharacterSet(charactersIn: "\" "))) else {
            throw Problem.versionMismatch
        }
        return version
    }
}
