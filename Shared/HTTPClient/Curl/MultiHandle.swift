import CCurl

/// One `CURLM *`: the transfers of one loop and the connections that they share.
///
/// Everything but ``wake()`` belongs to the loop's thread (curl_multi_wakeup(3) is the one call that may come from
/// elsewhere); ``close()`` comes last, when nobody can call `wake` any more.
// Unchecked because the pointer never changes and libcurl names `wake` as safe from any thread.
final class MultiHandle: @unchecked Sendable {
    private let raw: UnsafeMutableRawPointer

    init?(connectionsPerHost: Int, connections: Int) {
        guard CurlLibrary.isReady, let raw = curl_multi_init() else { return nil }
        self.raw = raw
        ccurl_multi_set_long(raw, CURLMOPT_MAX_HOST_CONNECTIONS, connectionsPerHost)
        ccurl_multi_set_long(raw, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections)
        ccurl_multi_set_long(raw, CURLMOPT_MAXCONNECTS, connections)
    }

    func wake() {
        curl_multi_wakeup(raw)
    }

    func add(_ easy: EasyHandle) -> Bool {
        curl_multi_add_handle(raw, easy.raw) == CURLM_OK
    }

    /// Ends the transfer if it still runs; its connection is kept only when the transfer was complete.
    func remove(_ easy: EasyHandle) {
        curl_multi_remove_handle(raw, easy.raw)
    }

    /// Moves every transfer as far as it goes without waiting.
    func perform() {
        var running: Int32 = 0
        curl_multi_perform(raw, &running)
    }

    /// The next transfer that ended, by its easy handle, and how.
    func nextDone() -> (easy: UnsafeMutableRawPointer, code: CURLcode)? {
        var left: Int32 = 0
        while let message = curl_multi_info_read(raw, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            return (easy, message.pointee.data.result)
        }
        return nil
    }

    /// Blocks until a socket, a timer of libcurl, `wake` or `milliseconds`.
    func wait(milliseconds: Int32) {
        curl_multi_poll(raw, nil, 0, milliseconds, nil)
    }

    func close() {
        curl_multi_cleanup(raw)
    }
}
