import CCurl

extension HTTPExchange {
    func prepare(_ easy: EasyHandle, _ sockets: OpenSockets) {
        easy.set(CURLOPT_URL, request.url)
        easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
        easy.set(CURLOPT_NOSIGNAL, 1)
        easy.set(CURLOPT_FOLLOWLOCATION, 0)
        // A proxy from the environment would connect in our place, where no address is checked.
        easy.set(CURLOPT_PROXY, "")
        easy.set(CURLOPT_USERAGENT, identity.userAgent)
        if let authorities = identity.certificateAuthorities { easy.set(CURLOPT_CAINFO, authorities) }
        easy.set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate")
        easy.set(CURLOPT_DISALLOW_USERNAME_IN_URL, request.trust == .untrusted ? 1 : 0)
        setLimits(easy)
        setMethodAndBody(easy)
        setHeaders(easy)
        setCallbacks(easy)
    }

    private func setLimits(_ easy: EasyHandle) {
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, 5_000)
        easy.set(CURLOPT_LOW_SPEED_LIMIT, 32)
        easy.set(CURLOPT_LOW_SPEED_TIME, Int(max(1, min(3_600, request.stallLimit.components.seconds))))
        // A transfer that ends while its host is still being looked up must not keep the loop waiting for the
        // look-up: libcurl lets that thread run out by itself.
        easy.set(CURLOPT_QUICK_EXIT, 1)
        // On a kept-alive connection that dies, libcurl sends the request again, whatever its method. What must
        // not happen twice therefore gets a new connection.
        if !request.isRepeatable || request.upload != nil { easy.set(CURLOPT_FRESH_CONNECT, 1) }
    }

    private func setMethodAndBody(_ easy: EasyHandle) {
        if let upload = request.upload {
            easy.set(CURLOPT_UPLOAD, 1)
            easy.setOffset(CURLOPT_INFILESIZE_LARGE, upload.length ?? -1)
            easy.set(CURLOPT_UPLOAD_BUFFERSIZE, Self.uploadBufferBytes)
        } else if let body = request.body {
            body.withUnsafeBytes { bytes in
                easy.note(ccurl_set_post_body(easy.raw, bytes.baseAddress, curl_off_t(bytes.count)))
            }
        } else if request.method == .post || request.method == .put || request.method == .patch {
            easy.note(ccurl_set_post_body(easy.raw, nil, 0))
        }
        switch request.method {
        case .get where request.body == nil && request.upload == nil: easy.set(CURLOPT_HTTPGET, 1)
        case .head: easy.set(CURLOPT_NOBODY, 1)
        default: easy.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
    }

    private func setHeaders(_ easy: EasyHandle) {
        var lines = request.headers.fields.map { field in
            // libcurl's spelling of a header without a value.
            field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
        }
        if request.headers["Expect"] == nil { lines.append("Expect:") }
        // libcurl would declare any body a form.
        if request.headers["Content-Type"] == nil { lines.append("Content-Type:") }
        easy.set(CURLOPT_HTTPHEADER, lines: lines)
    }

    /// The pointer stays good: the loop holds the exchange until the handle has left it.
    private func setCallbacks(_ easy: EasyHandle) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        easy.note(ccurl_on_header(easy.raw, onHeader, context))
        easy.note(ccurl_on_body(easy.raw, onBody, context))
        easy.note(ccurl_on_open_socket(easy.raw, onOpenSocket, context))
        easy.note(ccurl_on_ready(easy.raw, onReady, context))
        if request.upload != nil { easy.note(ccurl_on_upload(easy.raw, onProvide, context)) }
    }

    private static let uploadBufferBytes = 256 << 10
}
