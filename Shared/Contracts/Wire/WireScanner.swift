/// Reads JSON's outline in one pass: where each value begins and ends, and what holds it.
///
/// What stands inside a text or number is examined when it is asked for, so that a field nobody reads costs little
/// and, as with Foundation, harms nobody. A comma before the end of an array or object is passed over, as there.
struct WireScanner: ~Copyable {
    private static let depthMax = 512

    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var nodes: WireList<WireNode>
    /// How many arrays and objects are around the next value. The innermost is `container`, and the others follow
    /// from its node: to keep them on the call stack would ask too much of a thread whose stack is small.
    private var depth = 0
    private var container = WireDocument.root

    /// The nodes of the document that `bytes` hold; at least one.
    ///
    /// - Throws: `dataCorrupted` for what is no JSON, for more than 512 arrays and objects inside each other, and for
    ///   more than 2^32 - 1 bytes.
    static func nodes(of bytes: [UInt8]) throws(DecodingError) -> WireList<WireNode> {
        guard UInt32(exactly: bytes.count) != nil else { throw fault }
        return try bytes.span.withUnsafeBufferPointer { (bytes) throws(DecodingError) -> WireList<WireNode> in
            var scanner = WireScanner(bytes)
            try scanner.scan()
            return scanner.nodes
        }
    }

    static var fault: DecodingError { .dataCorrupted(.init(codingPath: [], debugDescription: "not valid JSON")) }

    @inline(__always)
    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        nodes = WireList(capacity: bytes.count / 8)
    }

    @inline(__always)
    private mutating func scan() throws(DecodingError) {
        try value(at: 0)
        while depth > 0 { try step() }
        skipSpace()
        guard index == bytes.count else { throw Self.fault }
    }

    /// One element or member, or the end of the innermost container.
    @inline(__always)
    private mutating func step() throws(DecodingError) {
        let isObject = nodes[container].kind == .object
        let end = UInt8(ascii: isObject ? "}" : "]")
        var sign = try nextSign()
        if nodes.count > container + 1 {
            if sign == UInt8(ascii: ",") {
                index += 1
                sign = try nextSign()
            } else if sign != end {
                throw Self.fault
            }
        }
        guard sign != end else { return close() }
        if isObject {
            guard sign == WireText.quote else { throw Self.fault }
            try name()
            guard try nextSign() == UInt8(ascii: ":") else { throw Self.fault }
            index += 1
        }
        let ordinal = nodes[container].length
        nodes[container].length = ordinal &+ 1
        try value(at: ordinal)
    }

    @inline(__always)
    private mutating func close() {
        index += 1
        nodes[container].next = UInt32(truncatingIfNeeded: nodes.count)
        container = Int(nodes[container].parent)
        depth -= 1
    }

    @inline(__always)
    private mutating func value(at ordinal: UInt32) throws(DecodingError) {
        let sign = try nextSign()
        switch sign {
        case WireText.quote:
            let (kind, text) = try text()
            add(kind, text, at: ordinal)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): number(at: ordinal)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth < Self.depthMax else { throw Self.fault }
            let opened = nodes.count
            add(sign == UInt8(ascii: "{") ? .object : .array, index..<index, at: ordinal)
            container = opened
            depth += 1
            index += 1
        case UInt8(ascii: "t"): try word("true", .true, at: ordinal)
        case UInt8(ascii: "f"): try word("false", .false, at: ordinal)
        case UInt8(ascii: "n"): try word("null", .null, at: ordinal)
        default: throw Self.fault
        }
    }

    @inline(__always)
    private mutating func word(
        _ word: StaticString,
        _ kind: WireNode.Kind,
        at ordinal: UInt32
    ) throws(DecodingError) {
        let count = word.utf8CodeUnitCount
        guard bytes.count - index >= count else { throw Self.fault }
        for offset in 0..<count where bytes[index + offset] != word.utf8Start[offset] { throw Self.fault }
        add(kind, index..<index + count, at: ordinal)
        index += count
    }

    @inline(__always)
    private mutating func number(at ordinal: UInt32) {
        let start = index
        var kind = WireNode.Kind.integer
        index += 1
        digits: while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "e"), UInt8(ascii: "E"):
                kind = .number
            default: break digits
            }
            index += 1
        }
        add(kind, start..<index, at: ordinal)
    }

    @inline(__always)
    private mutating func name() throws(DecodingError) {
        let (kind, text) = try text()
        if kind != .plainText { nodes[container].hasUnusualNames = true }
        let (first, last) = WireName.ends(of: UnsafeBufferPointer(rebasing: bytes[text]))
        let index = UInt32(truncatingIfNeeded: nodes.count)
        if nodes[container].length > 0 { nodes[Int(nodes[container].start)].parent = index }
        nodes[container].start = index
        nodes.append(
            WireNode(
                kind: kind,
                start: UInt32(truncatingIfNeeded: text.lowerBound),
                length: UInt32(truncatingIfNeeded: text.count),
                next: last,
                parent: UInt32(truncatingIfNeeded: WireDocument.root),
                ordinal: first
            )
        )
    }

    /// The index stands on the opening quote, and then behind the closing one.
    @inline(__always)
    private mutating func text() throws(DecodingError) -> (WireNode.Kind, Range<Int>) {
        let start = index + 1
        var (isASCII, isEscaped) = (true, false)
        index = WireText.stop(in: bytes, from: start, isASCII: &isASCII)
        while index < bytes.count, bytes[index] != WireText.quote {
            isEscaped = true
            guard let length = WireText.lengthOfUnusual(in: bytes, at: index) else { throw Self.fault }
            index = WireText.stop(in: bytes, from: index + length, isASCII: &isASCII)
        }
        guard index < bytes.count else { throw Self.fault }
        index += 1
        return (isEscaped ? .escapedText : isASCII ? .plainText : .text, start..<index - 1)
    }

    @inline(__always)
    private mutating func add(_ kind: WireNode.Kind, _ range: Range<Int>, at ordinal: UInt32) {
        // None is above the number of bytes, which `nodes(of:)` has compared with the largest there is.
        nodes.append(
            WireNode(
                kind: kind,
                start: UInt32(truncatingIfNeeded: range.lowerBound),
                length: UInt32(truncatingIfNeeded: range.count),
                next: UInt32(truncatingIfNeeded: nodes.count + 1),
                parent: UInt32(truncatingIfNeeded: container),
                ordinal: ordinal
            )
        )
    }

    @inline(__always)
    private mutating func nextSign() throws(DecodingError) -> UInt8 {
        skipSpace()
        guard index < bytes.count else { throw Self.fault }
        return bytes[index]
    }

    @inline(__always)
    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] <= UInt8(ascii: " ") {
            switch bytes[index] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): index += 1
            default: return
            }
        }
    }
}
