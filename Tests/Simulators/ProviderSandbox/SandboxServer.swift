import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The simulator's addresses. Every answer carries `X-Filon-Simulator: 1`.
struct SandboxServer: Sendable {
    let catalogue: CompanyCatalogue
    let state: SandboxState
    var searchCap = RechercheEntreprises.documentedCap
    let slack = SlackInbox()

    func router() -> Router<SandboxContext> {
        let router = Router(context: SandboxContext.self)
        router.add(middleware: SimulatorMark(clock: state.clock))
        for provider in Providers.serving(catalogue, state, cap: searchCap) + [slack] {
            for route in provider.routes { add(route, of: provider, to: router) }
        }
        router.get("recherche-entreprises/**") { _, _ in Response(RechercheEntreprises.notFound) }
        router.get("slack/messages") { _, _ in Response(.text(slack.document, type: "application/json")) }
        addControl(to: router)
        router.get("health/live") { _, _ in Response(status: .ok) }
        return router
    }

    private func add(_ route: Route, of provider: any SimulatedProvider, to router: Router<SandboxContext>) {
        router.on("\(provider.name)/\(route.path)", method: route.method) { request, context in
            var asked = try await Asked(request, context)
            asked.day = state.clock.publicationDay
            asked.time = state.clock.time
            return try await answered(asked, route, provider, client: context.client)
        }
    }

    private func addControl(to router: Router<SandboxContext>) {
        router.get("_control") { _, _ in Response(Answer(body: state.document)) }
        router.get("_cases") { _, _ in Response(Answer(body: SyntheticCase.document)) }
        router.post("_control") { request, _ in
            let body = Data(try await request.body.collect(upTo: 1 << 16).readableBytesView)
            guard let order = try? ControlOrder.read(body) else {
                return Response(Answer(status: 400, body: ["error": "no order"]))
            }
            if let objection = order.objection {
                return Response(Answer(status: 400, body: ["error": .string(objection)]))
            }
            order.apply(to: state)
            let time = SandboxClock.iso(state.clock.time)
            return Response(Answer(body: ["provider": .text(order.plan?.provider), "clock": .string(time)]))
        }
        router.delete("_control") { _, _ in
            state.clear()
            slack.clear()
            return Response(status: .noContent)
        }
    }

    /// Counts a call, refuses it beyond the limit, and lays the ordered fault over its answer.
    private func answered(
        _ asked: Asked,
        _ route: Route,
        _ provider: any SimulatedProvider,
        client: String
    ) async throws -> Response {
        let limits = type(of: provider).limits + route.limits
        let sirens = route.sirens(asked)
        let verdict = state.admit(provider.name, sirens: sirens, client: client, limits: limits)
        defer { state.leave(provider.name) }
        var response: Response
        switch verdict {
        case .refuse(let seconds):
            response = Response(type(of: provider).refusal(.tooMany(retryAfter: seconds)))
            response.headers[.retryAfter] = String(seconds)
        case .answer(let plan):
            var asked = asked
            asked.variants = Set(plan?.variants ?? [])
            let fault = Fault(plan: plan ?? FaultPlan(provider: ""), provider: provider, time: asked.time)
            response = try await fault.laid { charged(asked, route, provider, sirens) }
            if let skew = plan?.clockSkew { response.skewDate(to: asked.time + Double(skew)) }
        }
        if type(of: provider).tellsRemaining, let limit = limits.first(where: { $0.seconds == nil }) {
            let remaining = state.remaining(provider.name, of: limit, client: client)
            response.tellRemaining(remaining, of: limit, at: asked.time)
        }
        return response
    }

    /// The answer, once its price was taken.
    private func charged(
        _ asked: Asked,
        _ route: Route,
        _ provider: any SimulatedProvider,
        _ sirens: [String]
    ) -> Answer {
        let price = route.price(asked)
        guard state.credits(provider.name) >= price else { return type(of: provider).refusal(.outOfCredits) }
        let answer = route.answer(asked)
        guard price > 0, (200..<300).contains(answer.status) else { return answer }
        return state.charge(provider.name, price, for: sirens) ? answer : type(of: provider).refusal(.outOfCredits)
    }
}

extension Asked {
    /// - Throws: an error of the server for a body above 1 MiB.
    init(_ request: Request, _ context: SandboxContext) async throws {
        query = Query(request.uri.query)
        path = Dictionary(context.parameters.map { (String($0.key), String($0.value)) }) { first, _ in first }
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        headers["host"] = request.head.authority
        if request.method == .post { body = Array(try await request.body.collect(upTo: 1 << 20).readableBytesView) }
    }
}
