/// The order of a hop's steps, as built and as it must not be.
enum Design: String, CaseIterable, Sendable {
    case asBuilt
    /// Takes messages off the queue before their effects are committed.
    case acknowledgesBeforeCommit
    /// Claims in the inbox by itself, then handles.
    case claimsOutsideTheTransaction
    /// Removes events that were sent, whether the broker took them or not.
    case ignoresConfirms
    /// Remembers the last number sent instead of removing rows.
    case readsByCursor
    /// Forgets what it announced when a commit's answer was lost.
    case forgetsUnknownCommits
}

/// What survives a process: a database and a broker, in memory. Every change is one step; nothing happens between two.
struct ModelWorld {
    struct Message: Equatable {
        let id: Int
        let lead: Int
    }

    struct Row {
        let seq: Int
        let message: Message
        var relay: Int?
    }

    /// A transaction that is open: seen by nobody, but for the numbers it drew and the claims that others wait for.
    struct Transaction {
        var claims: Set<Int> = []
        var effects: [Int] = []
        var rows: [Row] = []
    }

    var inbox: Set<Int> = []
    var effects: [Int: Int] = [:]
    var outbox: [Row] = []
    var cursor = 0
    var sequence = 0
    var queue: [Message] = []
    var sinkQueue: [Message] = []
    var sinkInbox: Set<Int> = []
    var sinkEffects: [Int: Int] = [:]

    init(leads: Int) {
        queue = (0..<leads).map { Message(id: $0, lead: $0) }
    }

    mutating func commit(_ transaction: Transaction) {
        inbox.formUnion(transaction.claims)
        for lead in transaction.effects { effects[lead, default: 0] += 1 }
        outbox += transaction.rows
        outbox.sort { $0.seq < $1.seq }
    }

    /// The end of the flow: handles one message, or finds that it has. It may be delivered again.
    mutating func sink(redelivering: Bool) {
        guard let message = sinkQueue.first else { return }
        if !redelivering { sinkQueue.removeFirst() }
        if sinkInbox.insert(message.id).inserted { sinkEffects[message.lead, default: 0] += 1 }
    }
}
