import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Postgres
import ServiceKit
import Telemetry

/// `PUT /v1/registry`: a file of the Sirene universe, streamed. `GET /v1/registry`: a search in it.
struct RegistryRoutes: Sendable {
    /// A sender that hands nothing over for this long is given up, so that it does not keep others from loading.
    static let stall = Duration.seconds(120)

    let database: PostgresPool
    /// Loads have a session of their own.
    let loads: PostgresConfig
    let metrics: RegistryMetrics
    let now: @Sendable () -> Date

    func add(to group: RouterGroup<ServiceRequestContext>) {
        group.put("registry") { request, context in try await load(request, context.token(opening: .registry)) }
        group.get("registry") { request, context in
            _ = try context.token(opening: nil)
            return try await search(request)
        }
    }

    private func search(_ request: Request) async throws -> Response {
        let filter = try RegistryFilter(request.uri.queryParameters, today: CivilDay(now()))
        let start = ContinuousClock.now
        do {
            let page = try await database.transaction(settings: RegistrySearch.settings) { tx in
                try RegistrySearch.page(filter, in: tx)
            }
            metrics.searches.observe(.now - start)
            return JSONAnswer.make(.ok, page)
        } catch let error as PostgresError where error.isQueryCancelled {
            throw Problem(
                .unprocessableContent,
                "search_too_wide",
                "La recherche prend trop de temps. Précisez-la, ou cherchez parmi les unités actives et diffusibles."
            )
        }
    }

    private func load(_ request: Request, _ token: IngestToken) async throws -> Response {
        let query = request.uri.queryParameters
        func isSet(_ key: Substring) -> Bool { ["true", "1"].contains(query[key] ?? "") }
        guard let kind = RegistryKind(rawValue: String(query["kind"] ?? "units")) else {
            throw Problem(.badRequest, "kind", "kind\u{202F}: les fichiers sont units et establishments.")
        }
        let load = RegistryLoad(
            config: loads,
            wish: .init(
                kind: kind,
                isChanges: isSet("changes"),
                allowsSmaller: isSet("allow_smaller"),
                filename: query["filename"].map { String(String($0).unicodeScalars.prefix(255)) },
                tokenID: token.id
            ),
            now: now
        )
        do {
            let report = try await received(request, load)
            metrics.loaded(rows: report.stored, refused: report.refused)
            return JSONAnswer.make(.ok, report)
        } catch {
            metrics.failures.add(1)
            throw error
        }
    }

    /// Feeds the load while it runs.
    private func received(_ request: Request, _ load: RegistryLoad) async throws -> RegistryReport {
        let pieces = Handoff<ByteBuffer>()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    for try await piece in request.body {
                        guard await pieces.put(piece) else { return }
                    }
                    pieces.finish(Task.isCancelled ? .failure(CancellationError()) : .success(()))
                } catch {
                    pieces.finish(.failure(Problem.uploadBroken))
                }
            }
            group.addTask {
                guard await StallWatch.stands(every: Self.stall, { pieces.count }) else { return }
                pieces.finish(.failure(Problem.uploadStalled))
            }
            defer { group.cancelAll() }
            return try await load.run(pieces)
        }
    }

}

extension CivilDay {
    /// The day in Paris.
    init(_ date: Date) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "Europe/Paris") ?? .gmt
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        self.init(year: parts.year ?? 2000, month: parts.month ?? 1, day: parts.day ?? 1)
    }
}

extension Problem {
    static let registryLoading = Problem(
        .conflict,
        "registry_loading",
        "Un autre chargement de l’univers est en cours\u{202F}: attendez sa fin.",
        retryAfter: 60
    )
    static let uploadBroken = Problem(
        .badRequest,
        "upload_broken",
        "L’envoi s’est interrompu\u{202F}: l’univers reste celui d’avant. Envoyez le fichier de nouveau."
    )
    static let uploadStalled = Problem(
        .requestTimeout,
        "upload_stalled",
        "Plus rien n’arrive depuis deux minutes\u{202F}: l’univers reste celui d’avant. Envoyez le fichier de nouveau."
    )
}
