import Contracts
import Foundation
import FrenchBusiness
import Hummingbird
import ServiceKit

/// *Pipeline*: open deals by stage, with counts and sums.
struct PipelinePages: Sendable {
    /// Cards shown of each stage; count and sum are of all.
    static let cards = 50

    let web: ConsoleWeb

    func add(to router: RouterGroup<ServiceRequestContext>) {
        router.get("/pipeline") { _, context in
            let principal = try context.visitor()
            try principal.require("deals.read")
            let departments = principal.departments.map(\.rawValue)
            let columns = try await web.read(principal) { tx -> [BoardColumn] in
                let cards = Dictionary(
                    grouping: try BoardStore.cards(departments: departments, limit: Self.cards, in: tx),
                    by: \.stage
                )
                return try BoardStore.columns(departments: departments, in: tx).map { column in
                    var column = column
                    column.cards = cards[column.stage] ?? []
                    return column
                }
            }
            return Layout.page(
                title: "Pipeline",
                principal: principal,
                current: "/pipeline",
                content(columns, principal, web.today)
            )
        }
    }

    private func content(_ columns: [BoardColumn], _ principal: Principal, _ moment: Moment) -> HTML {
        guard columns.contains(where: { $0.count > 0 }) else {
            let advice: HTML =
                principal.permissions.allow("leads.read") ? "\u{202F}: <a href=\"/\">choisissez-en un</a>" : .empty
            return """
                <h1>Pipeline</h1><section class="empty"><h2>Aucune affaire en cours</h2>
                <p>Une affaire se crée depuis la fiche d’un lead\(advice).</p></section>
                """
        }
        return "<h1>Pipeline</h1><div class=\"board\">\(columns.map { column($0, principal, moment) })</div>"
    }

    private func column(_ column: BoardColumn, _ principal: Principal, _ moment: Moment) -> HTML {
        let rest = column.count - column.cards.count
        let more: HTML = rest > 0 ? "<p class=\"muted\">et \(rest) autres</p>" : .empty
        return """
            <section><h2>\(column.label) <span class="count">\(column.count)</span></h2>
            <p class="muted">\(FrenchText.amount(column.sumCents)) · pondéré \(FrenchText.amount(column.weightedCents))</p>
            <ul class="plain">\(column.cards.map { card($0, principal, moment) })</ul>\(more)</section>
            """
    }

    private func card(_ card: BoardCard, _ principal: Principal, _ moment: Moment) -> HTML {
        let days = CivilDate(card.since, in: moment.zone).days(until: moment.day)
        let step =
            card.nextStepOn.map { Deadline(step: $0, today: moment.day) }
            ?? Deadline(tone: .missing, text: "Aucune suite prévue")
        let title: HTML =
            principal.permissions.allow("leads.read")
            ? "<a href=\"/leads/\(card.leadID.description)#deals\">\(card.title)</a>" : "<strong>\(card.title)</strong>"
        let chance: HTML = card.chance.map { "<div class=\"chance\">\(FrenchText.chance($0))</div>" } ?? .empty
        return """
            <li class="card \(step.tone.rawValue)">\(title)
            <div>\(card.company) · \(FrenchText.amount(card.amountCents))</div>\(chance)
            <small class="muted">\(card.owner ?? "Sans responsable") · \(FrenchText.days(max(0, days))) dans l’étape ·
            \(step.text)</small></li>
            """
    }
}
