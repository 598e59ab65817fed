/// What is wrong with an answer, of which one at a time can be ordered.
enum FaultKind: String, Codable, Sendable, CaseIterable {
    /// Sound, compressed: the counterpart of `truncated_gzip`.
    case gzip
    /// Compressed, and cut off in the middle; the length of the message is right.
    case truncatedGzip = "truncated_gzip"
    /// JSON nested `depth` deep (200,000).
    case depthBomb = "depth_bomb"
    /// JSON of `size_bytes` (256 MiB).
    case sizeBomb = "size_bomb"
    /// Says UTF-8 and sends ISO-8859-1.
    case wrongCharset = "wrong_charset"
    /// Every date has month 20: `1993-20-02`.
    case impossibleDates = "impossible_dates"
    /// 302 to `location`, by default an address that no client should follow to.
    case redirect
    /// 200 with a page for people that says that something is wrong.
    case htmlPage = "html_page"
    /// The sound answer, a byte every `interval_ms` (1000).
    case drip
    /// Refused as with a token that has expired.
    case expiredToken = "expired_token"
    /// Refused as with a key that nobody has.
    case badKey = "bad_key"
    /// Refused as without credits.
    case outOfCredits = "out_of_credits"
}
