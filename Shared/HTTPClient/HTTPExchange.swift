import CCurl

/// One HTTP request and its response, without redirects.
// Unchecked because its state belongs to the loop's thread from `submit` to `finish`, and nobody else reads it.
final class HTTPExchange: Exchange, @unchecked Sendable {
    struct Reply: Sendable {
        let response: HTTPResponse
        /// Where a 3xx leads, absolute.
        let redirect: String?
    }

    typealias Completion = @Sendable (Result<Reply, HTTPError>) -> Void

    let ticket: Ticket
    let request: HTTPRequest
    let identity: ClientIdentity
    private let host: String
    private let completion: Completion

    private var head = ResponseHead()
    private var body: [UInt8] = []
    /// Why a callback stopped the transfer; libcurl itself only says that one did.
    private var stop: HTTPError.Code?
    private var hasRefusedAddress = false

    init(
        _ request: HTTPRequest,
        host: String,
        identity: ClientIdentity,
        ticket: Ticket,
        completion: @escaping Completion
    ) {
        self.request = request
        self.host = host
        self.identity = identity
        self.ticket = ticket
        self.completion = completion
    }

    func finish(_ end: TransferEnd, _ easy: EasyHandle?) {
        switch end {
        case .done(CURLE_OK):
            completion(easy.map { .success(reply($0)) } ?? .failure(HTTPError(.local, host: host)))
        case .done(let code):
            completion(.failure(error(decide(code, easy), code, easy)))
        case .deadline: completion(.failure(error(.timeout, CURLE_OK, easy)))
        case .cancelled: completion(.failure(error(.cancelled, CURLE_OK, easy)))
        case .closed: completion(.failure(error(.closed, CURLE_OK, easy)))
        case .overloaded: completion(.failure(error(.overloaded, CURLE_OK, easy)))
        }
    }

    // MARK: What libcurl reports, on the loop's thread

    /// False stops the transfer.
    func receiveHeader(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        switch head.read(line, maximumBody: request.method == .head ? nil : request.maximumBodyBytes) {
        case nil: return true
        case .headersTooLarge: stop = .headersTooLarge
        case .tooLarge: stop = .tooLarge
        }
        return false
    }

    /// False stops the transfer. The bytes are decoded ones, so the cap also holds against what unfolds.
    func receiveBody(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard body.count + bytes.count <= request.maximumBodyBytes else {
            stop = .tooLarge
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    /// The body's next bytes; nil stops the transfer.
    func provide(_ buffer: UnsafeMutableRawBufferPointer) -> Int? {
        request.upload?.read(buffer).map { max(0, min($0, buffer.count)) }
    }

    func admits(_ isPublic: @autoclosure () -> Bool) -> Bool {
        if request.trust == .operatorConfigured || isPublic() { return true }
        hasRefusedAddress = true
        return false
    }

    // MARK: The outcome

    private func reply(_ easy: EasyHandle) -> Reply {
        let timings = HTTPTimings(
            resolved: easy.microseconds(CURLINFO_NAMELOOKUP_TIME_T),
            connected: easy.microseconds(CURLINFO_CONNECT_TIME_T),
            secured: easy.microseconds(CURLINFO_APPCONNECT_TIME_T),
            firstByte: easy.microseconds(CURLINFO_STARTTRANSFER_TIME_T),
            total: easy.microseconds(CURLINFO_TOTAL_TIME_T),
            reusedConnection: easy.long(CURLINFO_NUM_CONNECTS) == 0
        )
        let response = HTTPResponse(
            status: easy.long(CURLINFO_RESPONSE_CODE),
            headers: head.headers,
            body: body,
            retryAfter: RetryAfter.read(head.headers),
            timings: timings
        )
        return Reply(response: response, redirect: easy.string(CURLINFO_REDIRECT_URL))
    }

    private func decide(_ code: CURLcode, _ easy: EasyHandle?) -> HTTPError.Code {
        if let stop { return stop }
        if hasRefusedAddress { return .refusedAddress }
        let wasConnected = (easy?.microseconds(CURLINFO_PRETRANSFER_TIME_T) ?? .zero) > .zero
        return HTTPError.Code(code, wasConnected: wasConnected)
    }

    private func error(_ code: HTTPError.Code, _ underlying: CURLcode, _ easy: EasyHandle?) -> HTTPError {
        let hasSentBytes = (easy?.long(CURLINFO_REQUEST_SIZE) ?? 0) > 0
        return HTTPError(
            code,
            host: host,
            underlying: Int(underlying.rawValue),
            perhapsSent: hasSentBytes && !request.isRepeatable
        )
    }
}

extension HTTPError.Code {
    /// What a result of libcurl means; `wasConnected` tells a limit met on the way from one met in the transfer.
    init(_ code: CURLcode, wasConnected: Bool) {
        self =
            switch code {
            case CURLE_URL_MALFORMAT, CURLE_LOGIN_DENIED: .badURL
            case CURLE_UNSUPPORTED_PROTOCOL: wasConnected ? .malformed : .badURL
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .dns
            case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED: .connect
            case CURLE_OPERATION_TIMEDOUT: wasConnected ? .stalled : .timeout
            case CURLE_SSL_CONNECT_ERROR, CURLE_USE_SSL_FAILED: .tls
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
                CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS:
                .certificate
            case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2,
                CURLE_HTTP2_STREAM:
                .cut
            case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: .malformed
            default: .local
            }
    }
}
