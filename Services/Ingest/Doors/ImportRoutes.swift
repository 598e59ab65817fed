import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Messaging
import NIOCore
import Postgres
import ServiceKit

/// `POST /v1/imports`, `GET /v1/imports/{id}`, `POST /v1/imports/{id}/undo`.
struct ImportRoutes: Sendable {
    /// How long an undo is waited for before it is answered as still going on.
    private static let undoWait = Duration.seconds(10)

    let database: PostgresPool
    let messenger: Messenger
    let doorbell: Doorbell

    func add(to group: RouterGroup<ServiceRequestContext>) {
        group.post("imports") { request, context in try await upload(request, context.token()) }
        group.get("imports/:id") { _, context in
            JSONAnswer.make(.ok, try await report(try id(context), context.token()))
        }
        group.post("imports/:id/undo") { _, context in try await undo(try id(context), context.token()) }
    }

    private func upload(_ request: Request, _ token: IngestToken) async throws -> Response {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }),
            length > ImportReceiver.fileBytesMax + (1 << 20)
        {
            throw FileFault.tooLarge
        }
        let query = request.uri.queryParameters
        var receiver = ImportReceiver(
            database: database,
            token: token,
            isDryRun: ["true", "1"].contains(query["dry_run"] ?? ""),
            filename: query["filename"].map(String.init)
        )
        let id: UUID
        do {
            id = try await receive(request, &receiver)
        } catch {
            await receiver.discard()
            throw error
        }
        doorbell.ring()
        let text = id.uuidString.lowercased()
        return JSONAnswer.make(.accepted, ["id": text], [.location: "/v1/imports/\(text)"])
    }

    private func receive(_ request: Request, _ receiver: inout ImportReceiver) async throws -> UUID {
        let contentType = request.headers[.contentType] ?? ""
        guard contentType.lowercased().hasPrefix("multipart/") else {
            for try await piece in request.body { try await receiver.feed(piece.readableBytesView) }
            return try await receiver.finish()
        }
        guard var form = MultipartFile(contentType: contentType) else { throw FileFault.multipart }
        for try await piece in request.body {
            let file = try form.feed(piece.readableBytesView)
            receiver.filename = form.filename ?? receiver.filename
            if !file.isEmpty { try await receiver.feed(file) }
        }
        guard form.hasFile else { throw FileFault.multipart }
        return try await receiver.finish()
    }

    private func report(_ id: UUID, _ token: IngestToken) async throws -> ImportReport {
        let report = try await database.transaction { tx in
            try ImportStore.report(id, department: token.department, in: tx)
        }
        guard let report else { throw Problem.importUnknown }
        return report
    }

    /// Works on the undo itself until this import is undone; what is left after the wait the worker does.
    private func undo(_ id: UUID, _ token: IngestToken) async throws -> Response {
        let request = try await database.transaction { tx in
            try UndoStore.request(
                id,
                department: token.department,
                by: "token/\(token.id.uuidString.lowercased())",
                in: tx
            )
        }
        switch request {
        case .unknown: throw Problem.importUnknown
        case .running: throw Problem.importRunning
        case .dryRun: throw Problem.importDry
        case .accepted: break
        }
        let deadline = ContinuousClock.now + ImportRoutes.undoWait
        var report = try await report(id, token)
        while report.status != "undone", ContinuousClock.now < deadline {
            let step = try await messenger.commit { tx in try UndoChunk.run(limit: ImportWorker.chunk, in: tx) }
            report = try await self.report(id, token)
            if step == .idle { break }
        }
        doorbell.ring()
        return JSONAnswer.make(report.status == "undone" ? .ok : .accepted, report)
    }

    private func id(_ context: ServiceRequestContext) throws -> UUID {
        guard let id = context.parameters.get("id").flatMap({ UUID(uuidString: $0) }) else {
            throw Problem.importUnknown
        }
        return id
    }
}
