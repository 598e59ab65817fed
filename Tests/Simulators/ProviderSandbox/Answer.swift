/// What a provider answers before any fault is laid over it.
struct Answer: Sendable {
    /// HTTP status code.
    var status = 200
    var body: JSONValue = nil
    /// Header fields besides the content type.
    var headers: [String: String] = [:]
    /// The body where it is no JSON: HTML, CSV, plain text.
    var document: Document?

    /// Bytes of another kind than JSON.
    struct Document: Sendable {
        var type: String
        var bytes: [UInt8]
    }

    /// The body as it is sent.
    var bytes: [UInt8] { document?.bytes ?? body.bytes }
    var type: String { document?.type ?? "application/json" }

    static func text(_ text: String, type: String, status: Int = 200) -> Answer {
        Answer(status: status, document: Document(type: type, bytes: Array(text.utf8)))
    }
}
