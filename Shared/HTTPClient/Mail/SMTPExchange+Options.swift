import CCurl

extension SMTPExchange {
    func prepare(_ easy: EasyHandle, _ sockets: OpenSockets) {
        easy.set(CURLOPT_URL, address)
        easy.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        easy.set(CURLOPT_NOSIGNAL, 1)
        easy.set(CURLOPT_PROXY, "")
        easy.set(CURLOPT_QUICK_EXIT, 1)
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, 10_000)
        let seconds = Int(server.deadline.components.seconds)
        // Also what bounds the wait for the answer to QUIT, which stops this loop.
        easy.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, min(3_600, seconds)))
        setSecurity(easy)
        setEnvelope(easy)
        setCallbacks(easy)
        sockets.watch(easy)
    }

    /// libcurl takes the name for EHLO from the URL's path.
    private var address: String {
        var base = server.url
        while base.hasSuffix("/") { base.removeLast() }
        return base + "/" + envelope.helloName
    }

    private func setSecurity(_ easy: EasyHandle) {
        if let authorities = identity.certificateAuthorities { easy.set(CURLOPT_CAINFO, authorities) }
        if let user = server.user { easy.set(CURLOPT_USERNAME, user) }
        if let password = server.password { easy.set(CURLOPT_PASSWORD, password) }
        let level =
            switch server.startTLS {
            case .required: CURLUSESSL_ALL
            case .whereOffered: server.user == nil ? CURLUSESSL_TRY : CURLUSESSL_ALL
            case .never: CURLUSESSL_NONE
            }
        easy.set(CURLOPT_USE_SSL, Int(level.rawValue))
    }

    private func setEnvelope(_ easy: EasyHandle) {
        easy.set(CURLOPT_MAIL_FROM, "<\(envelope.sender)>")
        easy.set(CURLOPT_MAIL_RCPT, lines: ["<\(envelope.recipient)>"])
        easy.set(CURLOPT_UPLOAD, 1)
        easy.setOffset(CURLOPT_INFILESIZE_LARGE, envelope.content.count)
    }

    /// The pointer stays good: the loop holds the exchange until the handle has left it.
    private func setCallbacks(_ easy: EasyHandle) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        easy.note(ccurl_on_header(easy.raw, onReply, context))
        easy.note(ccurl_on_upload(easy.raw, onUpload, context))
    }
}

private let onReply: curl_write_callback = { pointer, size, count, context in
    guard let pointer, let context else { return 0 }
    let exchange = Unmanaged<SMTPExchange>.fromOpaque(context).takeUnretainedValue()
    let bytes = UnsafeRawBufferPointer(start: pointer, count: size * count).bindMemory(to: UInt8.self)
    return exchange.receiveReply(bytes) ? size * count : 0
}

private let onUpload: curl_read_callback = { pointer, size, count, context in
    // 0x10000000 is CURL_READFUNC_ABORT, a macro that Swift does not import.
    guard let pointer, let context else { return 0x1000_0000 }
    return Unmanaged<SMTPExchange>.fromOpaque(context).takeUnretainedValue().provide(pointer, size * count)
}
