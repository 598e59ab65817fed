import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The simulator's addresses. Every answer carries `X-Filon-Simulator: 1`.
struct SandboxServer: Sendable {
    let catalogue: CompanyCatalogue
    let state: SandboxState
    let slack = SlackInbox()

    func router() -> Router<SandboxContext> {
        let router = Router(context: SandboxContext.self)
        router.add(middleware: SimulatorMark())
        addProviders(to: router)
        addSlack(to: router)
        addControl(to: router)
        router.get("health/live") { _, _ in Response(status: .ok) }
        return router
    }

    private func addProviders(to router: Router<SandboxContext>) {
        let search = RechercheEntreprises(catalogue: catalogue)
        router.get("recherche-entreprises/search") { request, context in
            let query = Query(request.uri.query)
            let sirens = RechercheEntreprises.sirens(in: query)
            return try await call(RechercheEntreprises.name, sirens, context) { search.answer(to: query) }
        }
        router.get("recherche-entreprises/**") { _, _ in
            Response(json: Answer(status: 404, body: RechercheEntreprises.notFound))
        }
        for (name, path, dataset) in [
            (RatiosInpiBce.name, "ratios_inpi_bce", RatiosInpiBce.dataset(catalogue)),
            (Bodacc.name, "annonces-commerciales", Bodacc.dataset(catalogue)),
        ] {
            router.get("\(name)/api/explore/v2.1/catalog/datasets/\(path)/records") { request, context in
                let query = Query(request.uri.query)
                return try await call(name, dataset.sirens(in: query), context) { dataset.answer(to: query) }
            }
        }
    }

    private func addSlack(to router: Router<SandboxContext>) {
        router.post("slack/webhook") { request, context in
            let body = Data(try await request.body.collect(upTo: 1 << 20).readableBytesView)
            return try await guarded(SlackInbox.name, [], context) {
                let (status, text) = slack.receive(body)
                return Response(bytes: Array(text.utf8), type: "text/plain", status: status)
            }
        }
        router.get("slack/messages") { _, _ in
            Response(bytes: Array(slack.document.utf8), type: "application/json", status: 200)
        }
    }

    private func addControl(to router: Router<SandboxContext>) {
        router.get("_control") { _, _ in Response(json: Answer(body: state.document)) }
        router.post("_control") { request, _ in
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let body = Data(try await request.body.collect(upTo: 1 << 16).readableBytesView)
            guard let plan = try? decoder.decode(FaultPlan.self, from: body) else {
                return Response(json: Answer(status: 400, body: ["error": "no fault plan"]))
            }
            if let objection = plan.objection {
                return Response(json: Answer(status: 400, body: ["error": .string(objection)]))
            }
            state.order(plan)
            return Response(json: Answer(body: ["provider": .string(plan.provider)]))
        }
        router.delete("_control") { _, _ in
            state.clear()
            slack.clear()
            return Response(status: .noContent)
        }
    }

    private func call(
        _ provider: String,
        _ sirens: [String],
        _ context: SandboxContext,
        _ answer: @Sendable () -> Answer
    ) async throws -> Response {
        try await guarded(provider, sirens, context) { Response(json: answer()) }
    }

    /// Counts a call, refuses it beyond the limit, and lays the ordered fault over its answer.
    private func guarded(
        _ provider: String,
        _ sirens: [String],
        _ context: SandboxContext,
        _ answer: () -> Response
    ) async throws -> Response {
        let verdict = state.admit(provider, sirens: sirens, client: context.client)
        defer { state.leave(provider) }
        switch verdict {
        case .refuse:
            var refusal = Response(json: Answer(status: 429, body: ["erreur": "Trop de requêtes."]))
            refusal.headers[.retryAfter] = "1"
            return refusal
        case .answer(nil): return answer()
        case .answer(let plan?): return try await Fault(plan: plan).laid(over: answer)
        }
    }
}

/// Says of every answer that it comes from a simulator.
struct SimulatorMark: RouterMiddleware {
    private static let name = HTTPField.Name("X-Filon-Simulator")

    @concurrent
    func handle(
        _ request: Request,
        context: SandboxContext,
        next: @concurrent (Request, SandboxContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as HTTPError {
            response = try error.response(from: request, context: context)
        }
        if let name = Self.name { response.headers[name] = "1" }
        return response
    }
}
