import Foundation

/// A thread that carries many transfers at once through one multi handle. Ends when closed or let go of.
final class TransferLoop: Sendable {
    private let mailbox: Mailbox

    init(name: String, limits: TransferLimits) {
        let multi = MultiHandle(
            connectionsPerHost: limits.connectionsPerHost,
            connections: limits.inFlight
        )
        mailbox = Mailbox(multi)
        guard let multi else { return }
        let worker = TransferWorker(multi: multi, mailbox: mailbox, limits: limits)
        let thread = Thread { worker.run() }
        thread.name = name
        thread.stackSize = 1 << 20
        thread.start()
    }

    deinit { mailbox.close() }

    /// `exchange.finish` is called exactly once, on this thread if the loop is closed, else on the loop's.
    func submit(_ exchange: any Exchange) {
        if !mailbox.start(exchange) { exchange.finish(.closed, nil) }
    }

    func cancel(_ ticket: Ticket) {
        ticket.cancel()
        mailbox.cancel(ticket)
    }

    /// Ends what runs and waits for the thread.
    func close() async {
        mailbox.close()
        await mailbox.waitForEnd()
    }
}

/// How much a loop carries at once.
struct TransferLimits {
    let connectionsPerHost: Int
    let inFlight: Int
    let waiting: Int
}
