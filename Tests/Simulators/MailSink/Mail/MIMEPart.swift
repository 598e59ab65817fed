import Foundation

/// A mail or one of its parts: header fields and body (RFC 5322, RFC 2045, RFC 2046).
struct MIMEPart {
    struct Field {
        /// Lower case.
        var name: String
        /// Unfolded.
        var value: String
    }

    let headers: [Field]
    private let body: Data

    init(_ content: Data) {
        let (head, body) = Self.split(content)
        headers = Self.fields(String(decoding: head, as: UTF8.self))
        self.body = body
    }

    /// The first field of that lower-case name.
    subscript(name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The first plain text below this part, decoded; nil when there is none. Ten levels at most are followed.
    func plainText(depth: Int = 0) -> String? {
        let type = (self["content-type"] ?? "text/plain").lowercased()
        if type.hasPrefix("text/plain") { return text(charset: parameter("charset") ?? "utf-8") }
        guard type.hasPrefix("multipart/"), depth < 10, let boundary = parameter("boundary") else { return nil }
        for part in parts(boundary) {
            if let text = MIMEPart(part).plainText(depth: depth + 1) { return text }
        }
        return nil
    }

    private func text(charset: String) -> String {
        let decoded: Data =
            switch (self["content-transfer-encoding"] ?? "").trimmingCharacters(in: .whitespaces).lowercased() {
            case "base64": Data(base64Encoded: body, options: .ignoreUnknownCharacters) ?? Data()
            case "quoted-printable": QuotedPrintable.decoded(body)
            default: body
            }
        return Charset.text(decoded, charset).replacing("\r\n", with: "\n")
    }

    /// The bodies between the delimiter lines of a multipart.
    private func parts(_ boundary: String) -> [Data] {
        let delimiter = Data("--\(boundary)".utf8)
        var parts: [Data] = []
        var start: Data.Index?
        var position = body.startIndex
        while let found = body.range(of: delimiter, in: position..<body.endIndex), parts.count < 100 {
            if let start { parts.append(body[start..<max(start, found.lowerBound - 2)]) }
            let rest = body[found.upperBound...]
            if rest.starts(with: Data("--".utf8)) { return parts }
            guard let line = rest.range(of: Data("\r\n".utf8)) else { return parts }
            start = line.upperBound
            position = line.upperBound
        }
        return parts
    }

    /// A parameter of the content type, without quotes.
    private func parameter(_ name: String) -> String? {
        for piece in (self["content-type"] ?? "").split(separator: ";").dropFirst() {
            let pair = piece.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard pair.count == 2, pair[0].lowercased() == name else { continue }
            return pair[1].trimmingCharacters(in: CharacterSet(charactersIn: "\""))
        }
        return nil
    }

    private static func split(_ content: Data) -> (head: Data, body: Data) {
        guard let gap = content.range(of: Data("\r\n\r\n".utf8)) else { return (content, Data()) }
        return (content[..<gap.lowerBound], content[gap.upperBound...])
    }

    /// The fields of a header; folded lines are joined, lines without a colon skipped.
    private static func fields(_ head: String) -> [Field] {
        var fields: [Field] = []
        for line in head.prefix(200_000).split(separator: "\r\n") {
            if line.first == " " || line.first == "\t" {
                guard !fields.isEmpty else { continue }
                fields[fields.count - 1].value += " " + line.trimmingCharacters(in: .whitespaces)
            } else if let colon = line.firstIndex(of: ":") {
                let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
                fields.append(Field(name: line[..<colon].lowercased(), value: value))
            }
        }
        return fields
    }
}
