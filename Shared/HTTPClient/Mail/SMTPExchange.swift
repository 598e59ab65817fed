import CCurl
import Glibc

/// One mail given to a server.
// Unchecked because its state belongs to the loop's thread from `submit` to `finish`, and nobody else reads it.
final class SMTPExchange: Exchange, @unchecked Sendable {
    typealias Completion = @Sendable (Result<SMTPReceipt, SMTPError>) -> Void

    struct Envelope {
        let helloName: String
        let sender: String
        let recipient: String
        let content: [UInt8]
    }

    let ticket: Ticket
    let server: SMTPServer
    let envelope: Envelope
    let identity: ClientIdentity
    private let host: String
    private let completion: Completion

    private var offset = 0
    private var replies = SMTPReplies()
    private var talksWithoutEnd = false

    init(
        _ envelope: Envelope,
        server: SMTPServer,
        host: String,
        identity: ClientIdentity,
        ticket: Ticket,
        completion: @escaping Completion
    ) {
        self.envelope = envelope
        self.server = server
        self.host = host
        self.identity = identity
        self.ticket = ticket
        self.completion = completion
    }

    func finish(_ end: TransferEnd, _ easy: EasyHandle?) {
        switch end {
        case .done(CURLE_OK):
            let reply = replies.last ?? (code: 250, text: "")
            completion(.success(SMTPReceipt(replyCode: reply.code, serverText: reply.text)))
        case .done(let code): completion(.failure(error(after: code, easy)))
        case .deadline: completion(.failure(error(.timeout)))
        case .cancelled: completion(.failure(error(.cancelled)))
        case .closed: completion(.failure(error(.closed)))
        case .overloaded: completion(.failure(error(.overloaded)))
        }
    }

    // MARK: What libcurl asks and reports, on the loop's thread

    func receiveReply(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        if replies.read(line) { return true }
        talksWithoutEnd = true
        return false
    }

    /// Copies the next bytes of the mail; libcurl doubles leading dots and adds the final one.
    func provide(_ target: UnsafeMutableRawPointer, _ room: Int) -> Int {
        let count = min(room, envelope.content.count - offset)
        envelope.content.withUnsafeBytes { bytes in
            if count > 0, let base = bytes.baseAddress { memcpy(target, base.advanced(by: offset), count) }
        }
        offset += count
        return count
    }

    // MARK: The outcome

    /// Everything was handed over and the last word is still "go ahead" (354).
    private var perhapsSent: Bool {
        offset == envelope.content.count && replies.last?.code == 354
    }

    private func error(_ code: SMTPError.Code) -> SMTPError {
        SMTPError(code, host: host, perhapsSent: perhapsSent)
    }

    private func error(after code: CURLcode, _ easy: EasyHandle?) -> SMTPError {
        if talksWithoutEnd { return error(.malformed) }
        if let reply = replies.last?.code, reply >= 400, Self.isAnswer(code) {
            let isLogin = code == CURLE_LOGIN_DENIED
            return SMTPError(
                isLogin ? .authentication : reply < 500 ? .temporary : .permanent,
                host: host,
                replyCode: reply,
                enhancedStatus: replies.enhancedStatus
            )
        }
        let wasConnected = (easy?.microseconds(CURLINFO_CONNECT_TIME_T) ?? .zero) > .zero
        return error(SMTPError.Code(code, wasConnected: wasConnected))
    }

    /// The results with which libcurl reports a reply it did not want.
    private static func isAnswer(_ code: CURLcode) -> Bool {
        switch code {
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_WEIRD_SERVER_REPLY, CURLE_LOGIN_DENIED,
            CURLE_REMOTE_ACCESS_DENIED, CURLE_GOT_NOTHING, CURLE_USE_SSL_FAILED:
            true
        default: false
        }
    }
}

extension SMTPError.Code {
    init(_ code: CURLcode, wasConnected: Bool) {
        self =
            switch code {
            case CURLE_LOGIN_DENIED: .authentication
            case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .badServer
            default:
                switch HTTPError.Code(code, wasConnected: wasConnected) {
                case .dns: .dns
                case .connect: .connect
                case .tls: .tls
                case .certificate: .certificate
                case .timeout, .stalled: .timeout
                case .cut: .cut
                case .malformed: .malformed
                default: .local
                }
            }
    }
}
