/// Why a mail was not taken over, or why that is not known.
///
/// The description names the server and codes only, never an address or the server's words, which may repeat one.
public struct SMTPError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        case badServer
        /// The mail could not be written: see `detail`.
        case badMessage
        /// A 4xx reply: not now.
        case temporary
        /// A 5xx reply: never so.
        case permanent
        /// User and password were refused, or the server offers no way to give them.
        case authentication
        case dns, connect, tls, certificate, timeout
        /// The connection ended in the middle.
        case cut
        /// The server does not speak SMTP.
        case malformed
        case cancelled, closed, overloaded, local
        /// The task is a `Rehearsal`: nothing may leave.
        case rehearsal
    }

    public let code: Code
    public let host: String
    /// The reply that decided, where one did.
    public let replyCode: Int?
    /// The enhanced status of that reply, e.g. `5.1.1` (RFC 3463).
    public let enhancedStatus: String?
    /// The whole mail went out and the server's word on it did not come back: it may have been taken over.
    public let perhapsSent: Bool
    /// Which part of the mail was refused: `address`, `messageID`, `headerText`, `headerField`.
    public let detail: String?

    init(
        _ code: Code,
        host: String,
        replyCode: Int? = nil,
        enhancedStatus: String? = nil,
        perhapsSent: Bool = false,
        detail: String? = nil
    ) {
        self.code = code
        self.host = host
        self.replyCode = replyCode
        self.enhancedStatus = enhancedStatus
        self.perhapsSent = perhapsSent
        self.detail = detail
    }

    /// Whether another attempt may succeed and can double nothing.
    public var isRetriable: Bool {
        guard !perhapsSent else { return false }
        return switch code {
        case .temporary, .dns, .connect, .tls, .timeout, .cut, .closed, .overloaded, .local: true
        case .authentication: replyCode.map { $0 < 500 } ?? false
        default: false
        }
    }

    public var description: String {
        let reply = replyCode.map { " with \($0)" } ?? ""
        let status = enhancedStatus.map { " \($0)" } ?? ""
        let part = detail.map { " (\($0))" } ?? ""
        return "smtp \(code.rawValue) at \(host)\(reply)\(status)\(part)\(perhapsSent ? ", perhaps sent" : "")"
    }
}
