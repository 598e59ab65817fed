import Contracts
import Foundation
import FrenchBusiness
import Hummingbird
import ServiceKit

/// *Leads*: the departments' leads, best first, by state and part of a name; the filter stands in the address.
struct LeadListPages: Sendable {
    static let rows = 50

    let web: ConsoleWeb

    func add(to router: RouterGroup<ServiceRequestContext>) {
        router.get("/leads") { request, context in
            let principal = try context.visitor()
            try principal.require("leads.read")
            let state = request.query("state").flatMap(LeadListState.init) ?? .owned
            let name = request.query("q").map { String($0.prefix(100)) }
            let query = LeadQuery(
                departments: principal.departments.map(\.rawValue),
                state: state,
                owner: nil,
                name: name.map(LeadsAPI.literally),
                after: request.query("after").flatMap { try? LeadsAPI.key($0) },
                limit: Self.rows + 1
            )
            let leads = try await web.read(principal) { tx in try LeadListStore.page(query, in: tx) }
            return Layout.page(
                title: "Leads",
                principal: principal,
                current: "/leads",
                "\(filter(state, name))\(list(Page(leads, limit: Self.rows, key: LeadsAPI.key), state, name))"
            )
        }
    }

    private func filter(_ state: LeadListState, _ name: String?) -> HTML {
        let options = LeadListState.allCases.map { key -> HTML in
            let mark: HTML = key == state ? " selected" : .empty
            return "<option value=\"\(key.rawValue)\"\(mark)>\(FrenchText.state(key.rawValue))</option>"
        }
        return """
            <h1>Leads</h1><form class="filter" method="get" action="/leads" role="search">
            <label>Nom <input type="search" name="q" value="\(name ?? "")"></label>
            <label>État <select name="state">\(options)</select></label><button>Afficher</button></form>
            """
    }

    private func list(_ page: Page<LeadListItem>, _ state: LeadListState, _ name: String?) -> HTML {
        guard !page.items.isEmpty else {
            return """
                <section class="empty"><h2>Aucun lead ici</h2>
                <p>Changez de nom ou d’état, ou importez une liste de prospects.</p></section>
                """
        }
        let rows = page.items.map { lead -> HTML in
            """
            <tr><td><a href="/leads/\(lead.id.uuidString.lowercased())">\(lead.name)</a></td>
            <td>\(lead.city ?? "")</td><td>\(FrenchText.urgency(lead.urgency))</td>
            <td class="number">\(lead.points.map(String.init) ?? "—")</td></tr>
            """
        }
        let more: HTML =
            page.next.map { "<p><a class=\"button\" href=\"\(Self.address(state, name, after: $0))\">Suite</a></p>" }
            ?? .empty
        return """
            <section><table><thead><tr><th>Entreprise</th><th>Ville</th><th>Urgence</th>
            <th class="number">Score</th></tr></thead><tbody>\(rows)</tbody></table></section>\(more)
            """
    }

    static func address(_ state: LeadListState, _ name: String?, after: String) -> String {
        let plain = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: "\u{0}"..."\u{7F}"))
        let encoded = name?.addingPercentEncoding(withAllowedCharacters: plain)
        return "/leads?state=\(state.rawValue)" + (encoded.map { "&q=\($0)" } ?? "") + "&after=\(after)"
    }
}
