public import Foundation

/// One mail to one recipient.
public struct MailMessage: Sendable {
    /// Without the angle brackets, `something@domain`. The same for every attempt at the same mail, so that a mail
    /// that was sent twice can be recognised.
    public var messageID: String
    public var from: MailAddress
    public var to: MailAddress
    public var replyTo: MailAddress?
    public var subject: String
    public var text: String
    /// Shown instead of `text` where the reader's program can; both travel as multipart/alternative.
    public var html: String?
    public var date: Date
    /// Further header fields such as `List-Unsubscribe` or `Auto-Submitted`; ASCII, in the given order.
    public var headers: HTTPHeaders = [:]

    public init(
        messageID: String,
        from: MailAddress,
        to: MailAddress,
        subject: String,
        text: String,
        html: String? = nil,
        date: Date = Date()
    ) {
        self.messageID = messageID
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.date = date
    }
}
