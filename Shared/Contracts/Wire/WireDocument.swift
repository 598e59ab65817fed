/// A document that was scanned, and what stands at each of its nodes.
///
/// What is asked for is compared with what is there: `valueNotFound` for a null, `typeMismatch` for another kind of
/// value, `dataCorrupted` for a number or text whose form is wrong or which the type does not hold. No error quotes
/// the document beyond the names on its path.
final class WireDocument {
    static let root = 0

    let nodes: WireList<WireNode>
    private let bytes: [UInt8]
    /// The nodes of members' values by their names, for objects with many names or unusual ones.
    var indexes: [Int: [String: Int]] = [:]
    /// The path to the root, for a document that stands for an absent member.
    private let prefix: [any CodingKey]

    /// - Throws: `dataCorrupted` when the bytes are no JSON.
    init(_ bytes: [UInt8]) throws(DecodingError) {
        self.bytes = try WireUnicode.utf8(bytes)
        nodes = try WireScanner.nodes(of: self.bytes)
        prefix = []
    }

    /// Null, at a path of another document.
    init(nullAt path: [any CodingKey]) {
        bytes = []
        var null = WireList<WireNode>(capacity: 1)
        null.append(WireNode(kind: .null, start: 0, length: 0, next: 1, parent: 0, ordinal: 0))
        nodes = null
        prefix = path
    }

    /// From the outermost; made from the nodes, so that it costs nothing until somebody asks.
    func path(to node: Int) -> [any CodingKey] {
        var keys: [any CodingKey] = []
        var node = node
        while node != Self.root {
            let parent = Int(nodes[node].parent)
            if nodes[parent].kind == .object {
                keys.append(WireKey(stringValue: text(nodes[node - 1]) ?? ""))
            } else {
                keys.append(WireKey(intValue: Int(nodes[node].ordinal)))
            }
            node = parent
        }
        return prefix + keys.reversed()
    }

    func isNull(at node: Int) -> Bool { nodes[node].kind == .null }

    func bool(at node: Int) throws(DecodingError) -> Bool {
        switch nodes[node].kind {
        case .true: return true
        case .false: return false
        default: throw mismatch(Bool.self, at: node)
        }
    }

    func text(at node: Int) throws(DecodingError) -> String {
        switch nodes[node].kind {
        case .plainText, .text, .escapedText:
            guard let text = text(nodes[node]) else { throw corrupted(at: node, "not a well-formed text") }
            return text
        default: throw missing(String.self, at: node)
        }
    }

    func integer<T: FixedWidthInteger>(_ type: T.Type, at node: Int) throws(DecodingError) -> T {
        let found = nodes[node]
        if found.kind == .integer, let value = withBytes(of: found, WireNumber.integer), let value = T(exactly: value) {
            return value
        }
        guard let value = WireNumber.integer(try number(type, at: node), as: type) else {
            throw corrupted(at: node, "not a number that \(type) holds")
        }
        return value
    }

    func floating<T: BinaryFloatingPoint & LosslessStringConvertible>(
        _ type: T.Type,
        at node: Int
    ) throws(DecodingError) -> T {
        let found = nodes[node]
        // A zero may have a sign, which a whole number has not.
        if found.kind == .integer, let value = withBytes(of: found, WireNumber.integer), value != 0 { return T(value) }
        guard let value = WireNumber.floating(try number(type, at: node), as: type) else {
            throw corrupted(at: node, "not a number that \(type) holds")
        }
        return value
    }

    /// The text of a well-formed number.
    func number(_ type: any Any.Type, at node: Int) throws(DecodingError) -> String {
        switch nodes[node].kind {
        case .integer, .number:
            guard let text = withBytes(of: nodes[node], WireNumber.text) else {
                throw corrupted(at: node, "not a well-formed number")
            }
            return text
        default: throw missing(type, at: node)
        }
    }

    /// - Returns: nil for an ill-formed text.
    func text(_ node: WireNode) -> String? {
        withBytes(of: node) { bytes in
            switch node.kind {
            case .plainText: String(decoding: bytes, as: UTF8.self)
            case .text: WireText.validated(bytes)
            default: WireText.unescaped(bytes)
            }
        }
    }

    @inline(__always)
    func withBytes<Result>(of node: WireNode, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { all in
            body(UnsafeBufferPointer(rebasing: all[Int(node.start)..<Int(node.start) + Int(node.length)]))
        }
    }
}
