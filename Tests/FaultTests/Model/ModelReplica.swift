/// One process of the hop: a dispatcher and a relay, each a few steps long. Its memory ends with it.
struct ModelReplica {
    /// Where the dispatcher stands.
    enum Stage {
        case idle, delivered, handled, committed, acknowledged
    }

    let design: Design
    /// Names this process in the outbox; another one after each crash.
    var instance: Int
    private(set) var stage = Stage.idle
    private var batch: [ModelWorld.Message] = []
    private var unacknowledged: [ModelWorld.Message] = []
    private(set) var transaction: ModelWorld.Transaction?
    private var committedRows: [ModelWorld.Row] = []
    private var buffer: [ModelWorld.Row] = []
    private var sent: ModelWorld.Row?
    private var mustReload = false

    init(_ design: Design, instance: Int) {
        (self.design, self.instance) = (design, instance)
    }

    var isIdle: Bool { stage == .idle && buffer.isEmpty && sent == nil && !mustReload }

    /// The process ends: what it did not acknowledge is delivered again, what it did not commit never was.
    mutating func crash(in world: inout ModelWorld, reborn instance: Int) {
        world.queue = unacknowledged + world.queue
        self = ModelReplica(design, instance: instance)
    }

    // MARK: Dispatching

    /// - Parameter others: claims of open transactions; who meets one waits.
    mutating func dispatch(in world: inout ModelWorld, _ others: Set<Int>, _ dice: inout Dice) {
        switch stage {
        case .idle: deliver(in: &world, &dice)
        case .delivered:
            guard others.isDisjoint(with: batch.map(\.id)) else { return }
            handle(in: &world)
        case .handled: commit(in: &world, &dice)
        case .committed:
            unacknowledged = []
            stage = .acknowledged
        case .acknowledged:
            buffer += committedRows
            (committedRows, stage) = ([], .idle)
        }
    }

    private mutating func deliver(in world: inout ModelWorld, _ dice: inout Dice) {
        guard !world.queue.isEmpty else { return }
        let count = min(world.queue.count, Int.random(in: 1...3, using: &dice))
        batch = Array(world.queue.prefix(count))
        world.queue.removeFirst(count)
        unacknowledged = design == .acknowledgesBeforeCommit ? [] : batch
        stage = .delivered
    }

    /// Claims, writes and announces, inside a transaction that stays open for a step.
    private mutating func handle(in world: inout ModelWorld) {
        let fresh = batch.filter { !world.inbox.contains($0.id) }
        var open = ModelWorld.Transaction()
        if design == .claimsOutsideTheTransaction {
            world.inbox.formUnion(fresh.map(\.id))
            // The claim has held; what follows must happen now or never.
        } else {
            open.claims = Set(fresh.map(\.id))
        }
        open.effects = fresh.map(\.lead)
        open.rows = fresh.map { message in
            world.sequence += 1
            let event = ModelWorld.Message(id: 1_000 + message.id, lead: message.lead)
            return ModelWorld.Row(seq: world.sequence, message: event, relay: instance)
        }
        transaction = open
        stage = .handled
    }

    /// One time in eight the answer is lost: the commit held, and nobody here knows.
    private mutating func commit(in world: inout ModelWorld, _ dice: inout Dice) {
        guard let transaction else { return }
        world.commit(transaction)
        self.transaction = nil
        if Int.random(in: 0..<8, using: &dice) == 0 {
            stage = .delivered
            mustReload = design != .forgetsUnknownCommits
            return
        }
        committedRows = transaction.rows
        stage = .committed
    }

    // MARK: Relaying

    mutating func relay(in world: inout ModelWorld, living: Set<Int>, _ dice: inout Dice) {
        if design == .readsByCursor { return relayByCursor(in: &world, &dice) }
        if let row = sent {
            world.outbox.removeAll { $0.seq == row.seq }
            sent = nil
        } else if !buffer.isEmpty {
            let row = buffer.removeFirst()
            let isTaken = publish(row, in: &world, &dice)
            if isTaken || design == .ignoresConfirms { sent = row } else { buffer.append(row) }
        } else if mustReload {
            let known = Set(committedRows.map(\.seq))
            buffer = world.outbox.filter { $0.relay == instance && !known.contains($0.seq) }
            mustReload = false
        } else {
            adopt(in: &world, living)
        }
    }

    private func publish(_ row: ModelWorld.Row, in world: inout ModelWorld, _ dice: inout Dice) -> Bool {
        switch Int.random(in: 0..<10, using: &dice) {
        case 0: return false  // never arrived
        case 1:
            world.sinkQueue.append(row.message)
            return false  // arrived, and the confirm was lost
        default:
            world.sinkQueue.append(row.message)
            return true
        }
    }

    private mutating func adopt(in world: inout ModelWorld, _ living: Set<Int>) {
        for index in world.outbox.indices where !living.contains(world.outbox[index].relay ?? -1) {
            world.outbox[index].relay = instance
            buffer.append(world.outbox[index])
        }
    }

    private mutating func relayByCursor(in world: inout ModelWorld, _ dice: inout Dice) {
        let last = world.cursor
        guard let row = world.outbox.first(where: { $0.seq > last }) else { return }
        if publish(row, in: &world, &dice) { world.cursor = row.seq }
    }
}
