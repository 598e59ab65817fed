/// Puts method, header and body frames of one channel together. Pure: frames in, whole contents out.
struct ContentAssembler {
    enum Start: Equatable {
        case delivery(InboundFrame.DeliverStart)
        case returned(InboundFrame.ReturnStart)
    }

    struct Content: Equatable {
        var start: Start
        var message: AMQPMessage
    }

    /// Bodies beyond this are refused, since the announced size is what the sender claims.
    static let largestBody: UInt64 = 128 * 1024 * 1024

    private var start: Start?
    private var properties: AMQPProperties?
    private var body: [UInt8] = []
    private var missing = 0

    mutating func begin(_ start: Start) throws(AMQPError) {
        guard self.start == nil else { throw Self.violation("a method inside a content") }
        self.start = start
    }

    /// Returns the content when its header says that no body follows.
    mutating func header(size: UInt64, _ properties: AMQPProperties) throws(AMQPError) -> Content? {
        guard start != nil, self.properties == nil else { throw Self.violation("a header without its method") }
        guard size <= Self.largestBody else { throw Self.violation("a body above 128 MiB") }
        self.properties = properties
        missing = Int(size)
        return missing == 0 ? finish() : nil
    }

    /// Returns the content with its last piece.
    mutating func body(_ piece: [UInt8]) throws(AMQPError) -> Content? {
        guard properties != nil, piece.count <= missing else { throw Self.violation("a body without its header") }
        if body.isEmpty {
            body = piece
            if piece.count < missing { body.reserveCapacity(missing) }
        } else {
            body += piece
        }
        missing -= piece.count
        return missing == 0 ? finish() : nil
    }

    private mutating func finish() -> Content? {
        guard let start, let properties else { return nil }
        defer { self = ContentAssembler() }
        return Content(start: start, message: AMQPMessage(properties: properties, body: body))
    }

    private static func violation(_ what: String) -> AMQPError {
        AMQPError(.protocolViolation, "reading a message", detail: what)
    }
}
