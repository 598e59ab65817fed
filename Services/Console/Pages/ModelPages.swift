import Hummingbird
import ServiceKit

/// *Modèle*: what won and lost deals taught, how good that is, and what is wrong with it. To look at; `filon model`
/// changes it.
struct ModelPages: Sendable {
    private static let shown = 20

    let web: ConsoleWeb

    func add(to router: RouterGroup<ServiceRequestContext>) {
        router.get("/model") { _, context in
            let principal = try context.visitor()
            try principal.require(RulesPages.permission)
            let zone = web.config.timeZone
            let view = try await web.read(principal) { tx in
                ModelView(
                    models: try ModelStore.latest(limit: Self.shown, in: tx),
                    alarms: try ModelStore.alarms(limit: Self.shown, in: tx),
                    hold: try ModelStore.hold(in: tx),
                    zone: zone
                )
            }
            return Layout.page(title: "Modèle", principal: principal, current: "/model", view.html)
        }
    }
}
