import Synchronization

/// How the mail server is to misbehave, as ordered through `POST /_control`.
struct MailFaultPlan: Codable, Sendable {
    /// Code to answer to `RCPT`: 450 and 550 refuse the recipient, 421 also closes the connection.
    var reply: Int?
    /// Take the whole mail, keep it, and drop the connection before saying so.
    var cutAfterData: Bool?
    /// How many times; no end when absent.
    var times: Int?

    /// What is wrong with the order, if anything.
    var objection: String? {
        if let reply, ![421, 450, 451, 452, 550, 552, 553].contains(reply) { return "reply must be 421, 45x or 55x" }
        if let times, times < 0 { return "times must not be negative" }
        return nil
    }
}

/// The plan in force, shared by every connection.
final class MailFaults: Sendable {
    private let plan = Mutex<MailFaultPlan>(.init())

    func order(_ new: MailFaultPlan) { plan.withLock { $0 = new } }

    /// The code to answer to the next `RCPT` instead of 250.
    func takeReply() -> Int? { plan.withLock { $0.reply != nil && $0.spend() ? $0.reply : nil } }

    /// Whether to drop the connection after the next mail.
    func takeCut() -> Bool { plan.withLock { $0.cutAfterData == true && $0.spend() } }
}

extension MailFaultPlan {
    /// Uses the plan once; false when it is used up.
    fileprivate mutating func spend() -> Bool {
        guard let left = times else { return true }
        guard left > 0 else { return false }
        times = left - 1
        return true
    }
}
