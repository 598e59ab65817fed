import Contracts
import Foundation
import Messaging
import Postgres

/// Decides whom an event is told to and writes one message per effect; sending is the senders' business.
/// Reads people.v_users, people.v_departments, preferences, windows; writes messages; announces nothing.
struct Tell<Message: ToldEvent>: BatchHandler {
    static var name: String { Message.handlerName }

    let drafting: Drafting
    /// Behind the `@` of Message-IDs.
    let domain: String
    let rule: DigestRule
    var now: @Sendable () -> Date = { Date() }

    func handle(_ deliveries: [Delivery<Message>], in tx: isolated PostgresSession) throws -> [Outcome] {
        let now = now()
        let moments = MomentWords(zone: drafting.zone)
        let decided = deliveries.map { (delivery: $0, tellings: $0.message.tellings(moments)) }
        let tellings = decided.flatMap(\.tellings)
        // Preferences are by kind; the kinds of one event differ at most in who gains and who loses a lead.
        var directories: [String: Directory] = [:]
        for (kind, group) in Dictionary(grouping: tellings, by: \.kind).sorted(by: { $0.key < $1.key }) {
            directories[kind] = try DirectoryStore.look(Self.wanted(group), kind: kind, in: tx)
        }
        let drafts = decided.flatMap { delivery, tellings in
            let envelope = delivery.envelope
            let cause = Draft.Cause(
                correlation: envelope.correlationID,
                causation: envelope.messageID,
                at: envelope.occurredAt
            )
            return tellings.flatMap { telling in
                drafting.drafts(
                    of: telling,
                    directory: directories[telling.kind] ?? Directory(),
                    cause: cause,
                    now: now
                )
            }
        }
        try DraftStore.store(drafts, domain: domain, rule: rule, now: now, in: tx)
        return deliveries.map { _ in .done }
    }

    private static func wanted(_ tellings: [Telling]) -> [DepartmentID: Set<UserID>] {
        tellings.reduce(into: [:]) { wanted, telling in
            var ids = wanted[telling.department] ?? []
            if case .colleague(let id) = telling.audience { ids.insert(id) }
            wanted[telling.department] = ids
        }
    }
}
