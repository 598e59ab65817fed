import CCurl

/// One `CURL *`: the options and the result of one transfer at a time. Used on the loop's thread only.
///
/// Setters remember the first option that libcurl refused, so that a row of them is checked once.
final class EasyHandle {
    let raw: UnsafeMutableRawPointer
    private(set) var failure: CURLcode?
    private var list: UnsafeMutablePointer<curl_slist>?

    init?() {
        guard let raw = curl_easy_init() else { return nil }
        self.raw = raw
    }

    deinit {
        curl_easy_cleanup(raw)
        curl_slist_free_all(list)
    }

    /// Forgets every option; connections stay where they are, in the multi handle.
    func reset() {
        curl_easy_reset(raw)
        curl_slist_free_all(list)
        list = nil
        failure = nil
    }

    func set(_ option: CURLoption, _ value: String) {
        note(ccurl_set_string(raw, option, value))
    }

    func set(_ option: CURLoption, _ value: Int) {
        note(ccurl_set_long(raw, option, value))
    }

    func setOffset(_ option: CURLoption, _ value: Int) {
        note(ccurl_set_offset(raw, option, curl_off_t(value)))
    }

    /// A list of lines, header fields or recipients: the one list that a transfer of ours has.
    func set(_ option: CURLoption, lines: [String]) {
        for line in lines {
            guard let grown = curl_slist_append(list, line) else { return note(CURLE_OUT_OF_MEMORY) }
            list = grown
        }
        note(ccurl_set_list(raw, option, list))
    }

    func note(_ code: CURLcode) {
        if code != CURLE_OK, failure == nil { failure = code }
    }

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        return ccurl_get_long(raw, info, &value) == CURLE_OK ? value : 0
    }

    func microseconds(_ info: CURLINFO) -> Duration {
        var value: curl_off_t = 0
        return ccurl_get_offset(raw, info, &value) == CURLE_OK ? .microseconds(Int64(value)) : .zero
    }

    func string(_ info: CURLINFO) -> String? {
        var value: UnsafePointer<CChar>?
        guard ccurl_get_string(raw, info, &value) == CURLE_OK, let value else { return nil }
        return String(cString: value)
    }
}
