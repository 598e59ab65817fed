/// Cuts a page into tags and text, in one pass: every byte is looked at a bounded number of times, whatever the page.
///
/// A small part of the HTML standard (section 13.2.5), enough to find cells in a page; what is no tag is text.
struct HTMLTokenizer {
    enum Token: Equatable {
        /// With its character references.
        case text(Range<Int>)
        /// The inside of `script`, `style` and their like.
        case raw(Range<Int>)
        case start(name: String, attributes: [String: String])
        case end(name: String)
    }

    /// Attributes kept of one tag, bytes kept of one value, and of a name.
    private static let attributesKept = 32
    private static let valueKept = 2000
    private static let nameKept = 64

    private static let rawElements: Set<String> = ["script", "style", "textarea", "iframe", "noembed", "xmp"]

    let bytes: [UInt8]
    private var position = 0
    /// The raw element that is open.
    private var rawElement: String?

    /// - Parameter bytes: UTF-8.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> Token? {
        while position < bytes.count {
            if let name = rawElement {
                rawElement = nil
                let inside = rawText(of: name)
                if !inside.isEmpty { return .raw(inside) }
                continue
            }
            guard bytes[position] == Self.less, startsMarkup(at: position) else { return .text(takeText()) }
            if let token = takeMarkup() { return token }
        }
        return nil
    }

    private static let less = UInt8(ascii: "<")
    private static let greater = UInt8(ascii: ">")

    /// Whether the `<` there begins a tag, a comment or a declaration.
    private func startsMarkup(at index: Int) -> Bool {
        guard index + 1 < bytes.count else { return false }
        switch bytes[index + 1] {
        case UInt8(ascii: "!"), UInt8(ascii: "?"): return true
        case UInt8(ascii: "/"): return index + 2 < bytes.count && Self.isLetter(bytes[index + 2])
        default: return Self.isLetter(bytes[index + 1])
        }
    }

    private mutating func takeText() -> Range<Int> {
        let start = position
        position += 1
        while position < bytes.count, bytes[position] != Self.less || !startsMarkup(at: position) { position += 1 }
        return start..<position
    }

    /// nil for what is neither tag nor text: comments, declarations, a tag that the page's end cuts.
    private mutating func takeMarkup() -> Token? {
        switch bytes[position + 1] {
        case UInt8(ascii: "!"), UInt8(ascii: "?"):
            skipDeclaration()
            return nil
        case UInt8(ascii: "/"):
            position += 2
            let name = takeName()
            skip(past: Self.greater)
            return .end(name: name)
        default:
            position += 1
            let name = takeName()
            guard let attributes = takeAttributes() else { return nil }
            if Self.rawElements.contains(name) { rawElement = name }
            return .start(name: name, attributes: attributes)
        }
    }

    private mutating func skipDeclaration() {
        let isComment = bytes[position...].starts(with: "<!--".utf8)
        guard isComment else { return skip(past: Self.greater) }
        position += 4
        while position < bytes.count {
            let dash = UInt8(ascii: "-")
            if bytes[position] == Self.greater, bytes[position - 1] == dash, bytes[position - 2] == dash {
                position += 1
                return
            }
            position += 1
        }
    }

    private mutating func skip(past end: UInt8) {
        while position < bytes.count, bytes[position] != end { position += 1 }
        position = min(position + 1, bytes.count)
    }

    private mutating func takeName() -> String {
        let start = position
        while position < bytes.count, !Self.isSpace(bytes[position]), bytes[position] != Self.greater,
            bytes[position] != UInt8(ascii: "/")
        {
            position += 1
        }
        return lowered(start..<position)
    }

    /// nil where the page ends before the tag does.
    private mutating func takeAttributes() -> [String: String]? {
        var attributes: [String: String] = [:]
        while position < bytes.count {
            let byte = bytes[position]
            if byte == Self.greater {
                position += 1
                return attributes
            }
            if Self.isSpace(byte) || byte == UInt8(ascii: "/") {
                position += 1
                continue
            }
            let name = takeAttributeName()
            let value = takeValue()
            if attributes.count < Self.attributesKept, attributes[name] == nil { attributes[name] = value }
        }
        return nil
    }

    private mutating func takeAttributeName() -> String {
        let start = position
        position += 1
        while position < bytes.count, !Self.isSpace(bytes[position]), bytes[position] != Self.greater,
            bytes[position] != UInt8(ascii: "="), bytes[position] != UInt8(ascii: "/")
        {
            position += 1
        }
        return lowered(start..<position)
    }

    /// What follows a `=`; "" without one.
    private mutating func takeValue() -> String {
        skipSpaces()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else { return "" }
        position += 1
        skipSpaces()
        guard position < bytes.count else { return "" }
        let quote = bytes[position]
        let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        if isQuoted { position += 1 }
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if isQuoted ? byte == quote : Self.isSpace(byte) || byte == Self.greater { break }
            position += 1
        }
        let kept = bytes[start..<min(position, start + Self.valueKept)]
        if isQuoted { position = min(position + 1, bytes.count) }
        return String(decoding: HTMLEntities.decoded(kept), as: UTF8.self)
    }

    private mutating func skipSpaces() {
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    }

    /// Up to the element's own end tag, or to the page's end.
    private mutating func rawText(of name: String) -> Range<Int> {
        let start = position
        let end = Array("</\(name)".utf8)
        while position < bytes.count {
            if bytes[position] == Self.less, isEndTag(end, at: position) { break }
            position += 1
        }
        return start..<position
    }

    private func isEndTag(_ tag: [UInt8], at index: Int) -> Bool {
        guard index + tag.count <= bytes.count else { return false }
        for offset in tag.indices where Self.lower(bytes[index + offset]) != tag[offset] { return false }
        return index + tag.count == bytes.count || !Self.isLetter(bytes[index + tag.count])
    }

    private func lowered(_ range: Range<Int>) -> String {
        String(decoding: bytes[range.prefix(Self.nameKept)].map(Self.lower), as: UTF8.self)
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte + 0x20 : byte }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(lower(byte)) }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
