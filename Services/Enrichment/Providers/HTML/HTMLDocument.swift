/// A page as elements in the order of their start tags, each with its parent and the text within it.
struct HTMLDocument {
    struct Element {
        let name: String
        let attributes: [String: String]
        /// -1 at the root.
        let parent: Int
        /// Of its text in ``HTMLDocument/text``.
        fileprivate(set) var textRange: Range<Int>
        /// One past its last descendant: its subtree is what stands between.
        fileprivate(set) var end: Int

        var classes: [Substring] { (attributes["class"] ?? "").split { $0.isWhitespace } }
    }

    /// Larger pages are not read.
    static let bytesRead = 4 << 20
    private static let elementsRead = 120_000
    /// Elements deeper than this are seen, without their text: real pages are 30 deep.
    private static let depth = 128

    private(set) var elements: [Element] = []
    /// Visible text, references replaced, a space at the border of every block.
    private(set) var text: [UInt8] = []
    /// What stands in `script` elements, one after the other.
    private(set) var scripts: [UInt8] = []

    /// - Parameter page: UTF-8.
    /// - Returns: nil for a page that is larger than any company's.
    init?(_ page: [UInt8]) {
        guard page.count <= Self.bytesRead else { return nil }
        var builder = Builder()
        var tokenizer = HTMLTokenizer(page)
        while let token = tokenizer.next() {
            switch token {
            case .text(let range): text.append(contentsOf: HTMLEntities.decoded(page[range]))
            case .raw(let range):
                guard elements.last?.name == "script" else { continue }
                scripts.append(contentsOf: page[range])
                scripts.append(0x0A)
            case .start(let name, let attributes):
                guard elements.count < Self.elementsRead else { return nil }
                start(name, attributes, &builder)
            case .end(let name): end(name, &builder)
            }
        }
        while !builder.open.isEmpty { close(&builder) }
    }

    /// Text within an element, or its first `limit` bytes.
    func text(of index: Int, limit: Int = 400) -> String {
        String(decoding: text[elements[index].textRange.prefix(limit)], as: UTF8.self)
    }

    func length(of index: Int) -> Int { elements[index].textRange.count }

    /// The elements within one, in the order of the page.
    func descendants(of index: Int) -> Range<Int> { index + 1..<max(index + 1, elements[index].end) }

    private struct Builder {
        var open: [Int] = []
        /// How many of each name are open: an end tag without one costs nothing.
        var counts: [String: Int] = [:]
    }

    private static let void: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ]
    /// Elements within which text runs on.
    private static let inline: Set<String> = [
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "em", "font", "i", "mark", "nobr", "q", "s",
        "small", "span", "strong", "sub", "sup", "time", "u", "var",
    ]

    private mutating func start(_ name: String, _ attributes: [String: String], _ builder: inout Builder) {
        closeImplied(before: name, &builder)
        if !Self.inline.contains(name) { text.append(0x20) }
        let index = elements.count
        elements.append(
            Element(
                name: name,
                attributes: attributes,
                parent: builder.open.last ?? -1,
                textRange: text.count..<text.count,
                end: index + 1
            )
        )
        guard !Self.void.contains(name), builder.open.count < Self.depth else { return }
        builder.open.append(index)
        builder.counts[name, default: 0] += 1
    }

    private mutating func end(_ name: String, _ builder: inout Builder) {
        guard builder.counts[name, default: 0] > 0 else { return }
        while let last = builder.open.last {
            let isIt = elements[last].name == name
            close(&builder)
            if isIt { return }
        }
    }

    private mutating func close(_ builder: inout Builder) {
        guard let index = builder.open.popLast() else { return }
        let element = elements[index]
        builder.counts[element.name, default: 1] -= 1
        elements[index].textRange = element.textRange.lowerBound..<text.count
        elements[index].end = elements.count
        if !Self.inline.contains(element.name) { text.append(0x20) }
    }

    /// A cell ends where the next begins, a row and an item of a list likewise (HTML, section 13.1.2.4).
    private mutating func closeImplied(before name: String, _ builder: inout Builder) {
        switch name {
        case "td", "th": closeOpen(["td", "th"], within: ["tr", "table"], &builder)
        case "tr": closeOpen(["tr"], within: ["table"], &builder)
        case "li": closeOpen(["li"], within: ["ul", "ol"], &builder)
        default: break
        }
    }

    private mutating func closeOpen(_ names: Set<String>, within borders: Set<String>, _ builder: inout Builder) {
        guard names.contains(where: { builder.counts[$0, default: 0] > 0 }) else { return }
        for position in builder.open.indices.reversed() {
            let name = elements[builder.open[position]].name
            if names.contains(name) {
                while builder.open.count > position { close(&builder) }
                return
            }
            if borders.contains(name) { return }
        }
    }
}
