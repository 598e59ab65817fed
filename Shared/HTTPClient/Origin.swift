import CCurl

/// Scheme, host and port of an absolute URL: who is being talked to.
struct Origin: Equatable {
    let scheme: String
    let host: String
    let port: String

    /// Nil unless `url` is an absolute URL with one of `schemes`, at most 8 KiB, without spaces or control bytes.
    init?(_ url: String, schemes: Set<String> = ["http", "https"]) {
        guard url.utf8.count <= 8_192, url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        guard let parser = curl_url() else { return nil }
        defer { curl_url_cleanup(parser) }
        guard curl_url_set(parser, CURLUPART_URL, url, 0) == CURLUE_OK else { return nil }
        guard let scheme = Self.part(CURLUPART_SCHEME, of: parser)?.lowercased(), schemes.contains(scheme),
            let host = Self.part(CURLUPART_HOST, of: parser)?.lowercased(), !host.isEmpty,
            let port = Self.part(CURLUPART_PORT, of: parser)
        else { return nil }
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// Whether what was meant for this origin may go to `other` too: itself, or its own move to https.
    func vouches(for other: Origin) -> Bool {
        if self == other { return true }
        return host == other.host && scheme == "http" && port == "80" && other.scheme == "https" && other.port == "443"
    }

    private static func part(_ part: CURLUPart, of parser: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        // 1 is CURLU_DEFAULT_PORT: the scheme's own port where the URL names none.
        guard curl_url_get(parser, part, &text, 1) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
