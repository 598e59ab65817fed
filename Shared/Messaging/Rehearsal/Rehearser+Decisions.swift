import Contracts
import Foundation
import Logging
import Postgres

/// Recorded decisions, made again page by page.
extension Rehearser {
    func decideAgain(_ message: InboundMessage) async {
        guard let request = try? Wire.decode(DecideAgain.self, from: message.body) else {
            logger.warning("a request for recorded decisions cannot be read; dropped")
            return consumer.acknowledge([message.receipt])
        }
        let failure: String?
        if let decisions = decisions.first(where: { type(of: $0).name == request.name }) {
            failure = await page(through: decisions, request)
        } else {
            let known = decisions.map { type(of: $0).name }.sorted().joined(separator: ", ")
            failure =
                "\(service.rawValue) records no decisions named \(request.name); it has \(known.isEmpty ? "none" : known)"
        }
        guard !Task.isCancelled else { return }
        let done: Void? = await untilThere {
            try await database.transaction { tx in try RehearsalStore.end(request.run, failure, in: tx) }
        }
        if done != nil { consumer.acknowledge([message.receipt]) }
    }

    /// - Returns: why it ended early, if it did.
    private func page(through decisions: some RecordedDecisions, _ request: DecideAgain) async -> String? {
        guard request.from < request.until else { return "the time ends before it begins" }
        var last: UUID?
        while !Task.isCancelled {
            do {
                let (after, settings) = (last, settings.merging(["statement_timeout": "60s"]) { $1 })
                let page = try await database.transaction(settings: settings) { tx in
                    let page = try decisions.again(
                        request.from..<request.until,
                        about: request.about,
                        after: after,
                        limit: 1_000,
                        with: request.parameters.map { [UInt8]($0.utf8) },
                        in: tx
                    )
                    try RehearsalStore.tell(request.run, service, request.name, page, in: tx)
                    return page
                }
                guard let end = page.last else { return nil }
                last = end.id
            } catch let error as PostgresError where error.isUnavailable {
                try? await Task.sleep(for: .seconds(1))
            } catch {
                return Failure(error).text
            }
        }
        return nil
    }
}
