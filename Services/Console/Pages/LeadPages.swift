import Contracts
import Foundation
import FrenchBusiness
import Hummingbird
import Postgres
import ServiceKit

/// *Fiche* and the forms on it.
struct LeadPages: Sendable {
    let web: ConsoleWeb

    func add(to router: RouterGroup<ServiceRequestContext>) {
        router.get("/leads/:id") { request, context in try await show(request, context) }
        router.post("/leads/:id/activities") { request, context in try await log(request, context) }
        router.post("/leads/:id/siren") { request, context in try await identify(request, context) }
        router.post("/leads/:id/no-candidate") { request, context in try await decline(request, context) }
        router.post("/leads/:id/reach") { request, context in try await askReach(request, context) }
        router.post("/leads/:id/turnover") { request, context in try await giveTurnover(request, context) }
        router.post("/leads/:id/deals") { request, context in try await open(request, context) }
        router.post("/deals/:id") { request, context in try await move(request, context) }
    }

    private func show(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let principal = try context.visitor()
        try principal.require("leads.read")
        let id = try context.identifier("id", as: LeadID.self)
        let zone = web.config.timeZone
        let view = try await web.read(principal) { tx -> LeadView in
            guard let lead = try LeadStore.find(id, in: tx) else { throw Problem.notFound }
            return LeadView(
                lead: lead,
                details: try LeadStore.details(of: lead, in: tx),
                stages: try StageStore.all(in: tx),
                principal: principal,
                zone: zone
            )
        }
        return Layout.page(
            title: view.lead.name,
            principal: principal,
            "\(Layout.notice(request.query("done")))\(view.html)"
        )
    }

    private func log(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let principal = try context.visitor()
        try principal.require("activities.write")
        let lead = try context.identifier("id", as: LeadID.self)
        let form = try await request.form(of: principal)
        let now = web.now()
        let draft = ActivityDraft(
            id: form["id"].flatMap { ActivityID($0) } ?? ActivityID(),
            kind: form["kind"] ?? "call",
            outcome: form["outcome"],
            inbound: form["inbound"] == "1",
            at: WireDate.rounded(now),
            note: form["note"],
            nextStep: form["next_step"],
            nextStepOn: try form.day("next_step_on"),
            dealID: nil,
            playbook: ActivityDraft.named(form["playbook"])
        )
        try await web.commit(principal.wall) { tx in
            ((), try LogActivity.run(draft, on: lead, by: principal, now: now, in: tx))
        }
        // Only to a page of ours: the field comes from outside.
        return see(form["back"] == "/" ? "/" : "/leads/\(lead)", "logged")
    }

    private func identify(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let principal = try context.visitor()
        try principal.require("leads.write")
        let lead = try context.identifier("id", as: LeadID.self)
        let form = try await request.form(of: principal)
        let now = web.now()
        try await web.commit(principal.wall) { tx in
            ((), try IdentifyLead.run(form["siren"] ?? "", on: lead, by: principal, now: now, in: tx))
        }
        return see("/leads/\(lead)", "siren-given")
    }

    private func decline(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let principal = try context.visitor()
        try principal.require("leads.write")
        let lead = try context.identifier("id", as: LeadID.self)
        _ = try await request.form(of: principal)
        let now = web.now()
        try await web.commit(principal.wall) { tx in
            ((), try IdentifyLead.decline(on: lead, by: principal, now: now, in: tx))
        }
        return see("/leads/\(lead)", "declined")
    }

    private func askReach(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let principal = try context.visitor()
        try principal.require("leads.write")
        let lead = try context.identifier("id", as: LeadID.self)
        _ = try await request.form(of: principal)
        let now = web.now()
        try await web.commit(principal.wall) { tx in ((), try AskReach.run(on: lead, by: principal, now: now, in: tx)) }
        return see("/leads/\(lead)", "reach-asked")
    }

    private func giveTurnover(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let principal = try context.visitor()
        try principal.require("leads.write")
        let lead = try context.identifier("id", as: LeadID.self)
        let form = try await request.form(of: principal)
        let isTakenBack = form["remove"] == "1"
        guard let closing = try form.day("closing_date") else {
            throw Problem(
                Refusal("turnover.closing_missing", "Indiquez la date de clôture de l’exercice.", field: "closing_date")
            )
        }
        if let typed = form["amount"]?.first, "-−".contains(typed) {
            let fault = StatedTurnover.Fault.negative
            throw Problem(Refusal(fault.rawValue, fault.frenchReason, field: "amount"))
        }
        let amount = isTakenBack ? nil : try form.amount("amount")
        guard isTakenBack || amount != nil else {
            throw Problem(Refusal("turnover.amount_missing", "Indiquez le chiffre d’affaires.", field: "amount"))
        }
        let wish = GiveTurnover.Wish(
            closingDate: closing,
            amountCents: amount,
            months: form["months"].map { Int($0) ?? 0 } ?? 12,
            source: form["source"] ?? ""
        )
        let moment = web.today
        try await web.commit(principal.wall) { tx in
            ((), try GiveTurnover.run(wish, on: lead, by: principal, moment, in: tx))
        }
        return see("/leads/\(lead)", isTakenBack ? "turnover-taken-back" : "turnover-given")
    }

    private func open(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let principal = try context.visitor()
        try principal.require("deals.write")
        let lead = try context.identifier("id", as: LeadID.self)
        let form = try await request.form(of: principal)
        let draft = DealDraft(
            id: form["id"].flatMap { DealID($0) } ?? DealID(),
            leadID: lead,
            title: form["title"] ?? "",
            amountCents: try form.amount("amount"),
            expectedClose: try form.day("expected_close"),
            stage: nil
        )
        let now = web.now()
        _ = try await web.commit(principal.wall) { tx in
            try ChangeDeal.open(draft, by: principal, now: now, in: tx)
        }
        return see("/leads/\(lead)", "deal-created")
    }

    private func move(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let principal = try context.visitor()
        try principal.require("deals.write")
        let id = try context.identifier("id", as: DealID.self)
        let form = try await request.form(of: principal)
        guard let version = form["version"].flatMap({ Int64($0) }) else { throw Problem.versionMissing }
        let wish = DealWish(
            version: version,
            amountCents: try form.amount("amount"),
            expectedClose: try form.day("expected_close"),
            stage: form["stage"],
            lostReason: form["lost_reason"]
        )
        let now = web.now()
        let deal = try await web.commit(principal.wall) { tx in
            try ChangeDeal.change(id, wish, mismatch: .changedSince, by: principal, now: now, in: tx)
        }
        return see("/leads/\(deal.leadID)", "deal-changed")
    }

    private func see(_ path: String, _ done: String) -> Response {
        Response(status: .seeOther, headers: [.location: "\(path)?done=\(done)"])
    }
}

extension ServiceRequestContext {
    /// - Throws: ``Problem`` 404: a path without a well-formed identity leads nowhere.
    func identifier<S>(_ name: String, as: Identifier<S>.Type) throws(Problem) -> Identifier<S> {
        guard let id = parameters.get(name).flatMap({ Identifier<S>($0) }) else { throw Problem.notFound }
        return id
    }
}

extension Form {
    /// « 12 500 € », « 150 k€ »; nil where nothing was typed.
    func amount(_ name: String) throws(Refusal) -> Int64? {
        guard let text = self[name] else { return nil }
        do {
            return try PublishedAmount(parsing: text).money.cents
        } catch {
            throw Refusal("form.amount", error.frenchReason, field: name)
        }
    }

    func day(_ name: String) throws(Refusal) -> CivilDate? {
        guard let text = self[name] else { return nil }
        guard let day = CivilDate(parsing: text) else {
            throw Refusal("form.day", "La date est illisible\u{202F}: écrivez 31/12/2026.", field: name)
        }
        return day
    }
}
