import CCurl

/// libcurl's process-wide state: set up once, before the first handle, and never torn down.
enum CurlLibrary {
    static let isReady = ccurl_start() == CURLE_OK
}
