/// What follows a 3xx. Decided here and not by libcurl, because another origin changes what is sent and allowed.
enum Redirect {
    /// The headers that say how to answer and not who asks. Everything else (Authorization, Cookie, a provider's
    /// own key header) stays with the origin it was meant for.
    private static let harmless: Set<String> = ["accept", "accept-language", "content-type"]

    /// The request to send after `status`, or nil when the 3xx is itself the answer (304, 300).
    static func next(after status: Int, to target: String, from request: HTTPRequest) throws(HTTPError)
        -> HTTPRequest?
    {
        guard [301, 302, 303, 307, 308].contains(status) else { return nil }
        guard let here = Origin(request.url) else { throw HTTPError(.badURL, host: "") }
        guard let there = Origin(target) else { throw HTTPError(.refusedRedirect, host: here.host) }
        guard !request.staysAtOrigin || here.vouches(for: there), request.mayFollow(target) else {
            throw HTTPError(.refusedRedirect, host: there.host)
        }
        var next = request
        next.url = target
        if becomesGet(request.method, after: status) {
            next.method = .get
            next.body = nil
            next.isRepeatable = true
            next.headers = next.headers.keeping { $0.name.lowercased() != "content-type" }
        }
        guard !here.vouches(for: there) else { return next }
        guard next.body == nil else { throw HTTPError(.refusedRedirect, host: there.host) }
        next.headers = next.headers.keeping { harmless.contains($0.name.lowercased()) }
        next.trust = .untrusted
        return next
    }

    /// 303 always; 301 and 302 after a POST, as every browser does (RFC 9110, sections 15.4.2 to 15.4.4).
    private static func becomesGet(_ method: HTTPMethod, after status: Int) -> Bool {
        switch status {
        case 303: method != .head
        case 301, 302: method == .post
        default: false
        }
    }
}
