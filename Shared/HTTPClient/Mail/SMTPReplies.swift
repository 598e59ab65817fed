/// Follows the server's replies line by line and remembers the last one that counts.
struct SMTPReplies {
    static let maximumBytes = 64 << 10

    private(set) var last: (code: Int, text: String)?
    private var bytes = 0

    /// False when the server talks without end.
    mutating func read(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes += line.count
        guard bytes <= Self.maximumBytes else { return false }
        guard line.count >= 3, line.count == 3 || line[3] != UInt8(ascii: "-"),
            let code = Int(String(decoding: line[..<3], as: UTF8.self)), (200...599).contains(code)
        else { return true }
        // 221 answers our own QUIT, after everything is decided.
        guard code != 221 else { return true }
        let text = String(decoding: line.dropFirst(4), as: UTF8.self)
        let printable = text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
        last = (code, String(String(String.UnicodeScalarView(printable)).prefix(200)))
        return true
    }

    /// `x.y.z` at the beginning of the last reply's text.
    var enhancedStatus: String? {
        guard let word = last?.text.split(separator: " ").first else { return nil }
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        let isStatus =
            parts.count == 3
            && parts.allSatisfy { (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        return isStatus ? String(word) : nil
    }
}
