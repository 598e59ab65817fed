import Foundation
import FrenchBusiness
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Postgres
import ServiceKit
import Synchronization

/// `PUT /v1/files/ratios_inpi_bce`: the dataset's bulk file, streamed; opened once by each permit.
struct RatiosDoor: Sendable {
    /// A sender that hands nothing over for this long is given up, so that it does not keep others from loading.
    static let stall = Duration.seconds(120)

    let database: PostgresPool
    /// Loads have a session of their own.
    let loads: PostgresConfig
    let logger: Logger
    let now: @Sendable () -> Date

    func add(to router: Router<ServiceRequestContext>) {
        router.put("/v1/files/\(ProviderName.ratiosInpiBce)") { request, _ in await answer(request) }
    }

    private func answer(_ request: Request) async -> Response {
        do {
            let report = try await load(request)
            logger.info("bulk file loaded", metadata: ["stored": "\(report.stored)", "refused": "\(report.refused)"])
            return Self.response(200, "application/json", report.json)
        } catch let refusal as LoadRefusal {
            return Self.response(refusal.status, "application/problem+json", refusal.json)
        } catch let error as PostgresError {
            logger.error("bulk file failed", metadata: ["error": "\(error)"])
            return Self.response(503, "application/problem+json", LoadRefusal.database.json)
        } catch {
            return Self.response(400, "application/problem+json", LoadRefusal.broken.json)
        }
    }

    private func load(_ request: Request) async throws -> RatiosReport {
        let (query, today) = (request.uri.queryParameters, CivilDate(dayOf: now()))
        guard let date = query["date"].flatMap({ CivilDate(parsing: String($0)) }), date <= today else {
            throw LoadRefusal.date
        }
        guard let secret = Self.secret(request.headers[.authorization]),
            try await database.transaction({ try PermitStore.take(secret, for: ProviderName.ratiosInpiBce, in: $0) })
        else { throw LoadRefusal.permit }
        let wish = RatiosLoad.Wish(
            filename: query["filename"].map { String(String($0).unicodeScalars.prefix(255)) },
            date: date,
            allowsSmaller: query["allow_smaller"] == "true"
        )
        let meter = PieceMeter()
        let load = RatiosLoad(config: loads, wish: wish, hasArrived: { meter.end() }, now: now)
        return try await received(request, load, meter)
    }

    /// Feeds the load, and ends an upload that stands still.
    private func received(
        _ request: Request,
        _ load: RatiosLoad,
        _ meter: PieceMeter
    ) async throws -> RatiosReport {
        try await withThrowingTaskGroup(of: RatiosReport?.self) { group in
            group.addTask {
                let pieces = request.body.map { piece in
                    meter.note()
                    return Array(piece.readableBytesView)
                }
                return try await load.run(pieces)
            }
            group.addTask {
                // Once the file is there, what takes long is the database.
                if await StallWatch.stands(every: Self.stall, { meter.count }) { throw LoadRefusal.stalled }
                return nil
            }
            defer { group.cancelAll() }
            while let report = try await group.next() { if let report { return report } }
            throw LoadRefusal.broken
        }
    }

    /// The secret of `Bearer <secret>`, the scheme in any case (RFC 9110, section 11.1).
    private static func secret(_ header: String?) -> String? {
        guard let header, header.utf8.count <= 512 else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return parts[1].trimmingCharacters(in: .whitespaces)
    }

    private static func response(_ status: Int, _ type: String, _ body: [UInt8]) -> Response {
        Response(
            status: .init(code: status),
            headers: [.contentType: type],
            body: .init(byteBuffer: ByteBuffer(bytes: body))
        )
    }
}

/// How many pieces of an upload have arrived.
private final class PieceMeter: Sendable {
    private let pieces = Mutex<Int?>(0)

    /// nil: all of them.
    var count: Int? { pieces.withLock { $0 } }
    func note() { pieces.withLock { $0 = $0.map { $0 + 1 } } }
    func end() { pieces.withLock { $0 = nil } }
}
