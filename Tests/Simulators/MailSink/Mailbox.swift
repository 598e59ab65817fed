import Synchronization

/// The mails received, latest last. Holds 10,000; the oldest go first.
final class Mailbox: Sendable {
    static let capacity = 10_000

    private struct Contents {
        var mails: [Mail] = []
        var received = 0
    }

    private let contents = Mutex(Contents())

    func add(_ mail: Mail) {
        contents.withLock { contents in
            contents.received += 1
            contents.mails.append(mail)
            // Trimmed in steps: dropping one at a time would move the whole array for every mail.
            if contents.mails.count >= Self.capacity + 500 { contents.mails.removeFirst(500) }
        }
    }

    var mails: [Mail] { contents.withLock { Array($0.mails.suffix(Self.capacity)) } }

    /// How many mails were ever received, dropped ones included.
    var received: Int { contents.withLock { $0.received } }

    func clear() { contents.withLock { $0 = Contents() } }
}
