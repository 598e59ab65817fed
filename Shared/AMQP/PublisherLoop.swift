/// The publisher's side of the connection's thread: submissions in, frames out, confirms back.
final class PublisherLoop: LinkUser {
    struct Limits {
        var window: Int
        var heartbeat: Duration
        /// Unconfirmed bytes on their way. One larger message travels alone.
        var bytes = 1024 * 1024
        /// After this much the socket is read again: it may say `connection.blocked`.
        var burstMessages = 128
        var burstBytes = 128 * 1024
    }

    /// One message on its way.
    struct Pending {
        let call: PublishCall
        let index: Int
        let bytes: Int
        var returned: PublishOutcome?

        var outgoing: AMQPOutgoing { call.messages[index] }
    }

    private let mailbox: PublisherMailbox
    private let state: StateBroadcast
    private let limits: Limits
    private var waiting = CallQueue()
    private var ledger = ConfirmLedger<Pending>()
    private var bytesUnderWay = 0
    private var assembler = ContentAssembler()
    private var isBlocked = false
    private var isFlowing = true
    /// The earliest deadline among the pending ones, recomputed when it passes.
    private var nextExpiry: ContinuousClock.Instant?

    init(_ mailbox: PublisherMailbox, state: StateBroadcast, _ limits: Limits) {
        self.mailbox = mailbox
        self.state = state
        self.limits = limits
    }

    var isClosing: Bool { mailbox.isClosing }

    func prepare(_ link: BrokerLink) throws(AMQPError) { try link.selectConfirms() }

    func serve(_ link: BrokerLink) throws(AMQPError) {
        while true {
            try readFrames(link)
            let isClosing = takeSubmissions()
            try expire()
            if isClosing, waiting.isEmpty, ledger.count == 0 { return }
            if mayWrite {
                try link.burst { () throws(AMQPError) in try self.write(link) }
            } else if mailbox.prepareToSleep() {
                mailbox.wakeup.wait(socket: link.descriptor, until: sleepDeadline)
            }
        }
    }

    func lost(_ error: AMQPError) {
        ledger.takeAll { resolve($0, .lost(reason: error.description)) }
        (assembler, isBlocked, isFlowing, nextExpiry) = (ContentAssembler(), false, true, nil)
        if isClosing { failWaiting(upTo: nil, reason: "the publisher was closed") }
    }

    func idle(until deadline: ContinuousClock.Instant) {
        _ = takeSubmissions()
        failWaiting(upTo: .now, reason: "no connection in time")
        let deadline = min(deadline, waiting.first?.deadline ?? deadline)
        if mailbox.prepareToSleep() { mailbox.wakeup.wait(socket: nil, until: deadline) }
    }

    private func takeSubmissions() -> Bool {
        let (submissions, isClosing) = mailbox.take()
        for submission in submissions { waiting.append(PublishCall(submission)) }
        return isClosing
    }

    // MARK: Writing

    private var mayWrite: Bool {
        guard !isBlocked, isFlowing, let call = waiting.first else { return false }
        return hasRoom(for: call.messages[call.next].message.body.count)
    }

    /// Holes behind a confirm that never comes are bounded too.
    private func hasRoom(for bytes: Int) -> Bool {
        guard ledger.count < limits.window, ledger.span < 16 * limits.window else { return false }
        return bytesUnderWay == 0 || bytesUnderWay + bytes <= limits.bytes
    }

    private func write(_ link: BrokerLink) throws(AMQPError) {
        var (messages, bytes) = (0, 0)
        while messages < limits.burstMessages, bytes < limits.burstBytes, let call = waiting.first {
            let size = call.messages[call.next].message.body.count
            guard hasRoom(for: size) else { return }
            messages += 1
            bytes += size
            try writeNext(of: call, size, link)
        }
    }

    private func writeNext(of call: PublishCall, _ size: Int, _ link: BrokerLink) throws(AMQPError) {
        let index = call.takeNext()
        if call.isSent { waiting.removeFirst() }
        if let problem = MessageLimits.problem(call.messages[index]) {
            resolve(call, index, .invalid(reason: problem))
            return
        }
        // In the ledger before it is written: after a failed write nobody knows how much arrived.
        ledger.sent(Pending(call: call, index: index, bytes: size))
        bytesUnderWay += size
        nextExpiry = min(nextExpiry ?? call.deadline, call.deadline)
        try link.publish(call.messages[index])
    }

    // MARK: Reading

    private func readFrames(_ link: BrokerLink) throws(AMQPError) {
        while let frame = try link.nextFrame() {
            switch frame {
            case .settled(let settled): settle(settled)
            case .returned(let start): try assembler.begin(.returned(start))
            case .header(let size, let properties): try giveBack(assembler.header(size: size, properties))
            case .body(let piece): try giveBack(assembler.body(piece))
            case .blocked(let reason):
                isBlocked = true
                state.set(.blocked(reason: reason))
            case .unblocked:
                isBlocked = false
                state.set(.open)
            case .flow(let active):
                isFlowing = active
                try link.handleControl(frame)
            default: try link.handleControl(frame)
            }
        }
    }

    private func settle(_ settled: InboundFrame.Settled) {
        ledger.settle(settled) { pending in
            resolve(pending, pending.returned ?? (settled.isAccepted ? .confirmed : .refused))
        }
    }

    /// A return names no sequence number. But the broker handles a channel's publishes in order and returns a
    /// message before it confirms it, so it is the oldest one with this address and id that was not returned yet.
    private func giveBack(_ content: ContentAssembler.Content?) throws(AMQPError) {
        guard let content, case .returned(let start) = content.start else { return }
        let id = content.message.properties.messageID
        let isKnown = ledger.changeFirst { pending in
            let outgoing = pending.outgoing
            return pending.returned == nil && outgoing.mandatory && outgoing.routingKey == start.routingKey
                && outgoing.exchange == start.exchange && outgoing.message.properties.messageID == id
        } _: {
            $0.returned = .returned(code: start.code, text: start.text)
        }
        guard isKnown else {
            throw AMQPError(.protocolViolation, "reading a return", detail: "it matches nothing that was published")
        }
    }

    // MARK: Outcomes and deadlines

    private func resolve(_ pending: Pending, _ outcome: PublishOutcome) {
        bytesUnderWay -= pending.bytes
        resolve(pending.call, pending.index, outcome)
    }

    private func resolve(_ call: PublishCall, _ index: Int, _ outcome: PublishOutcome) {
        if call.resolve(index, outcome) { mailbox.answered(call.messages.count) }
    }

    /// A missing confirm while nothing is blocked means a connection not worth keeping.
    private func expire() throws(AMQPError) {
        let now = ContinuousClock.now
        failWaiting(upTo: now, reason: isBlocked ? "blocked by the broker" : "no room in the window in time")
        guard let expiry = nextExpiry, expiry <= now else { return }
        nextExpiry = nil
        var isLate = false
        ledger.take {
            $0.call.deadline <= now
        } _: { pending in
            isLate = true
            resolve(pending, .lost(reason: "no confirm in time"))
        }
        ledger.forEach { nextExpiry = min(nextExpiry ?? $0.call.deadline, $0.call.deadline) }
        if isLate, !isBlocked, isFlowing { throw AMQPError(.timeout, "waiting for a confirm") }
    }

    /// Calls wait in order and all with the same patience, so that the late ones stand in front.
    private func failWaiting(upTo now: ContinuousClock.Instant?, reason: String) {
        while let call = waiting.first {
            if let now, call.deadline > now { return }
            while !call.isSent { resolve(call, call.takeNext(), .lost(reason: reason)) }
            waiting.removeFirst()
        }
    }

    /// Heartbeats are sent and checked only while frames are read.
    private var sleepDeadline: ContinuousClock.Instant {
        let heartbeat = ContinuousClock.now + limits.heartbeat / 4
        return min(heartbeat, nextExpiry ?? heartbeat, waiting.first?.deadline ?? heartbeat)
    }
}
