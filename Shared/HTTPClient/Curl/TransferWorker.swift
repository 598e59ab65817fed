import CCurl

/// The body of a loop's thread: starts what was submitted, lets libcurl work, ends what is done, late or unwanted.
// Unchecked because it is handed to one thread, which alone calls `run` and through it everything else.
final class TransferWorker: @unchecked Sendable {
    private struct Running {
        let exchange: any Exchange
        let easy: EasyHandle
    }

    private let multi: MultiHandle
    private let mailbox: Mailbox
    private let limits: TransferLimits
    private let clock = ContinuousClock()
    private let sockets = OpenSockets()
    private var waiting: [any Exchange] = []
    private var running: [UnsafeMutableRawPointer: Running] = [:]
    private var idle: [EasyHandle] = []
    /// No deadline lies before this; it may be earlier than the earliest one.
    private var alarm: ContinuousClock.Instant?

    init(multi: MultiHandle, mailbox: Mailbox, limits: TransferLimits) {
        self.multi = multi
        self.mailbox = mailbox
        self.limits = limits
    }

    func run() {
        while true {
            let letters = mailbox.take()
            letters.starts.forEach(accept)
            letters.cancels.forEach(cancel)
            if letters.isClosing { break }
            startWaiting()
            multi.perform()
            let hasRoomAgain = reap()
            expire()
            if !(hasRoomAgain && !waiting.isEmpty) { multi.wait(milliseconds: untilAlarm()) }
        }
        shutDown()
    }

    private func accept(_ exchange: any Exchange) {
        if exchange.ticket.isCancelled { return exchange.finish(.cancelled, nil) }
        guard waiting.count < limits.waiting else { return exchange.finish(.overloaded, nil) }
        waiting.append(exchange)
        alarm = alarm.map { min($0, exchange.ticket.deadline) } ?? exchange.ticket.deadline
    }

    private func startWaiting() {
        while running.count < limits.inFlight, !waiting.isEmpty {
            start(waiting.removeFirst())
        }
    }

    private func start(_ exchange: any Exchange) {
        guard let easy = idle.popLast() ?? EasyHandle() else {
            return exchange.finish(.done(CURLE_OUT_OF_MEMORY), nil)
        }
        exchange.prepare(easy, sockets)
        if let failure = easy.failure { return retire(easy, exchange, .done(failure)) }
        guard multi.add(easy) else { return retire(easy, exchange, .done(CURLE_OUT_OF_MEMORY)) }
        running[easy.raw] = Running(exchange: exchange, easy: easy)
    }

    /// Ends what libcurl is through with; true when that made room.
    private func reap() -> Bool {
        var madeRoom = false
        while let (raw, code) = multi.nextDone() {
            stop(raw, .done(code))
            madeRoom = true
        }
        return madeRoom
    }

    private func cancel(_ ticket: Ticket) {
        if let index = waiting.firstIndex(where: { $0.ticket === ticket }) {
            return waiting.remove(at: index).finish(.cancelled, nil)
        }
        if let raw = running.first(where: { $0.value.exchange.ticket === ticket })?.key { stop(raw, .cancelled) }
    }

    /// libcurl's own time limit does not run while a transfer waits for a connection to its host; this one does.
    private func expire() {
        let now = clock.now
        guard let alarm, now >= alarm else { return }
        for (raw, transfer) in running where transfer.exchange.ticket.deadline <= now { stop(raw, .deadline) }
        let late = waiting.filter { $0.ticket.deadline <= now }
        waiting.removeAll { $0.ticket.deadline <= now }
        for exchange in late { exchange.finish(.deadline, nil) }
        let deadlines = waiting.map(\.ticket.deadline) + running.values.map(\.exchange.ticket.deadline)
        self.alarm = deadlines.min()
    }

    private func untilAlarm() -> Int32 {
        guard let alarm else { return 60_000 }
        let left = (alarm - clock.now) / .milliseconds(1)
        return Int32(max(0, min(60_000, left.rounded(.up))))
    }

    private func stop(_ raw: UnsafeMutableRawPointer, _ end: TransferEnd) {
        guard let transfer = running.removeValue(forKey: raw) else { return }
        multi.remove(transfer.easy)
        retire(transfer.easy, transfer.exchange, end)
    }

    /// The handle is out of the multi handle here: no callback can reach the exchange any more.
    private func retire(_ easy: EasyHandle, _ exchange: any Exchange, _ end: TransferEnd) {
        exchange.finish(end, easy)
        easy.reset()
        idle.append(easy)
    }

    private func shutDown() {
        for raw in Array(running.keys) { stop(raw, .closed) }
        for exchange in waiting { exchange.finish(.closed, nil) }
        waiting = []
        idle = []
        sockets.shutDown()
        multi.close()
        mailbox.end()
    }
}
