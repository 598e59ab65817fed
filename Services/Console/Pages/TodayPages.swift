import Contracts
import Foundation
import FrenchBusiness
import Hummingbird
import ServiceKit

/// *Aujourd'hui*: whom do I call now?
struct TodayPages: Sendable {
    static let rows = 20
    /// Leads to identify have a place of their own, so that the scored ones do not push them out.
    static let waitingRows = 10

    let web: ConsoleWeb

    func add(to router: RouterGroup<ServiceRequestContext>) {
        router.get("/") { request, context in
            let principal = try context.visitor()
            guard principal.permissions.allow("leads.read") else { return HomePage.answer(for: principal) }
            let moment = web.today
            let (leads, waiting) = try await web.read(principal) { tx in
                (
                    try TodayStore.rows(of: principal.userID, moment, limit: Self.rows, in: tx),
                    try WaitingStore.today(of: principal.userID, moment, limit: Self.waitingRows, in: tx)
                )
            }
            return Layout.page(
                title: "Aujourd’hui",
                principal: principal,
                current: "/",
                "\(Layout.notice(request.query("done")))\(content(leads, waiting, principal, moment))"
            )
        }
    }

    private func content(
        _ leads: [TodayLead],
        _ waiting: [TodayLead],
        _ principal: Principal,
        _ moment: Moment
    ) -> HTML {
        let date = moment.day.frenchLong
        guard !leads.isEmpty || !waiting.isEmpty else {
            return """
                <h1>Aujourd’hui <small>\(date)</small></h1>
                <section class="empty"><h2>Personne à appeler pour l’instant</h2>
                <p>Vos prochains leads apparaîtront ici dès qu’ils vous seront attribués. En attendant,
                <a href="/pipeline">faites avancer vos affaires en cours</a>.</p></section>
                """
        }
        return """
            <h1>Aujourd’hui <small>\(date)</small></h1>
            <p class="hint">Clavier\u{202F}: <kbd>j</kbd> <kbd>k</kbd> pour se déplacer, <kbd>Entrée</kbd> pour ouvrir
            la fiche, <kbd>c</kbd> pour noter un appel.</p>
            <ol class="queue">\(leads.map { row($0, principal, moment) })</ol>\(toIdentify(waiting, principal, moment))
            """
    }

    private func toIdentify(_ leads: [TodayLead], _ principal: Principal, _ moment: Moment) -> HTML {
        guard !leads.isEmpty else { return .empty }
        return """
            <h2>À identifier</h2>
            <p class="muted">Sans SIREN, ces prospects n’ont ni score ni délai. Appelez, ou indiquez leur SIREN sur la fiche.
            <a href="/leads?state=to_identify">Tous les prospects à identifier</a></p>
            <ol class="queue">\(leads.map { row($0, principal, moment) })</ol>
            """
    }

    private func row(_ lead: TodayLead, _ principal: Principal, _ moment: Moment) -> HTML {
        let deadline = lead.deadline(at: moment)
        let place = [lead.city, lead.workforce?.label].compactMap(\.self).joined(separator: " · ")
        return """
            <li class="lead \(deadline.tone.rawValue)" data-href="/leads/\(lead.id.description)">
            <div class="what"><a class="name" href="/leads/\(lead.id.description)">\(lead.company)</a>
            <span class="place">\(place)</span>
            \(turnover(lead))</div><div class="why">\(score(lead))
            <ul>\(lead.reasons.map { "<li>\($0)</li>" as HTML })</ul></div>
            <div class="when"><span class="deadline">\(deadline.text)</span>\(step(lead))\(advice(lead))\(Self.call(lead.phone, lead.contact))</div>
            <div class="do"><details class="log"><summary>Appelé</summary>
            \(LeadForms.call(lead.id, principal, back: "/"))</details>
            <a class="button" href="/leads/\(lead.id.description)">Fiche</a></div></li>
            """
    }

    private func turnover(_ lead: TodayLead) -> HTML {
        guard let turnover = lead.turnover else { return .empty }
        return """
            <span class="turnover"><span aria-hidden="true">\(turnover.arrow)</span> \(turnover.text)</span>
            """
    }

    private func score(_ lead: TodayLead) -> HTML {
        guard let points = lead.points else { return "<span class=\"tag\">À identifier</span>" }
        return "<span class=\"score\" title=\"Score\">\(points)<small>\(lead.band ?? "")</small></span>"
    }

    private func advice(_ lead: TodayLead) -> HTML {
        guard let advice = lead.advice else { return .empty }
        return "<span class=\"advice\" title=\"\(advice.french)\">→ \(advice.headline)</span>"
    }

    private func step(_ lead: TodayLead) -> HTML {
        guard let step = lead.nextStep else { return .empty }
        return "<span class=\"step\">\(step)</span>"
    }

    /// A number to touch; the database holds E.164 only, which needs no encoding in an address.
    static func call(_ phone: String?, _ contact: String?) -> HTML {
        guard let phone else { return "<span class=\"muted\">Pas de téléphone</span>" }
        let name: HTML = contact.map { " <span class=\"muted\">\($0)</span>" } ?? .empty
        return "<span class=\"phone\"><a href=\"tel:\(phone)\">\(FrenchText.phone(phone))</a>\(name)</span>"
    }
}
