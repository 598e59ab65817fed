/// Builds the text of URLs and forms from parts that may hold anything.
public enum RequestURL {
    /// `base` (as configured, with or without a closing slash), then path segments and query, percent-encoded.
    /// A slash within a segment is encoded too: data cannot climb to another operation.
    public static func joining(_ base: String, path: [String] = [], query: [(String, String)] = []) -> String {
        var url = base
        while url.hasSuffix("/") { url.removeLast() }
        for segment in path { url += "/" + encoded(segment) }
        return query.isEmpty ? url : url + "?" + form(query)
    }

    /// `application/x-www-form-urlencoded`; spaces become `%20`, which every reader of forms accepts.
    public static func form(_ fields: [(String, String)]) -> String {
        fields.map { encoded($0.0) + "=" + encoded($0.1) }.joined(separator: "&")
    }

    /// Everything but the unreserved characters of RFC 3986; a segment of dots only is encoded as a whole.
    private static func encoded(_ text: String) -> String {
        let isDots = text == "." || text == ".."
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F, 0x7E: result.unicodeScalars.append(.init(byte))
            case 0x2E where !isDots: result += "."
            default: result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }
}
