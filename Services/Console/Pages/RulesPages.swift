import Hummingbird
import ServiceKit

/// *Règles*: by what leads are scored, since when, and what was in force before. To look at; `filon rules` changes them.
struct RulesPages: Sendable {
    /// Who may change rules may read them whole.
    static let permission = "rules.write"
    private static let shown = 30

    let web: ConsoleWeb

    func add(to router: RouterGroup<ServiceRequestContext>) {
        router.get("/rules") { _, context in
            let principal = try context.visitor()
            try principal.require(Self.permission)
            let (document, history) = try await web.read(principal) { tx in
                (try RulesStore.inForce(in: tx), try RulesStore.history(limit: Self.shown, in: tx))
            }
            let view = RulesView(document: document, history: history, zone: web.config.timeZone)
            return Layout.page(title: "Règles", principal: principal, current: "/rules", view.html)
        }
    }
}
