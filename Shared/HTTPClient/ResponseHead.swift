/// Collects the header lines of a response as libcurl hands them over: one call for each line, for interim (1xx)
/// responses and trailers too.
struct ResponseHead {
    enum Problem { case headersTooLarge, tooLarge }

    /// All lines of a transfer together.
    static let maximumBytes = 64 << 10

    private(set) var headers = HTTPHeaders()
    private var bytes = 0
    private var isComplete = false

    /// `maximumBody` is nil for a request whose reply has none (HEAD), where Content-Length only describes.
    mutating func read(_ line: UnsafeBufferPointer<UInt8>, maximumBody: Int?) -> Problem? {
        bytes += line.count
        guard bytes <= Self.maximumBytes else { return .headersTooLarge }
        let text = Self.trimmed(String(decoding: line, as: UTF8.self))
        if text.isEmpty {
            isComplete = true
            return nil
        }
        if text.hasPrefix("HTTP/") {
            // A final response after an interim one: that one's headers are not ours.
            headers = HTTPHeaders()
            isComplete = false
            return nil
        }
        // What follows the blank line are trailers, which nobody here reads.
        guard !isComplete, let colon = text.firstIndex(of: ":") else { return nil }
        let name = String(text[..<colon])
        let value = Self.trimmed(String(text[text.index(after: colon)...]))
        headers.add(name, value)
        return isTooLarge(name, value, maximumBody) ? .tooLarge : nil
    }

    private func isTooLarge(_ name: String, _ value: String, _ maximumBody: Int?) -> Bool {
        guard let maximumBody, name.lowercased() == "content-length" else { return false }
        guard !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
        return Int(value).map { $0 > maximumBody } ?? true
    }

    private static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while let last = scalars.last, last.value <= 0x20 { scalars.removeLast() }
        while let first = scalars.first, first.value <= 0x20 { scalars.removeFirst() }
        return String(scalars)
    }
}
