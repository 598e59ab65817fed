/// A document as it is being written: values may be begun, left and continued in any order, as `Encoder` allows.
///
/// Names and scalars are written once, into one run of bytes; ``WireAssembly`` puts them in order at the end.
struct WireDraft: ~Copyable {
    static let root = 0
    /// Arrays and objects around one another, at most: Foundation's limit.
    private static let depthMax = 511

    private(set) var elements = WireList<WireElement>(capacity: 64)
    private(set) var bytes = WireList<UInt8>(capacity: 1024)
    /// Why the document cannot be finished. Kept, because a container is asked for where nothing can be thrown.
    private(set) var fault: String?

    init() {
        elements.append(WireElement(depth: 0, parent: WireElement.none))
    }

    /// Makes the value an array or object; it may be that already.
    mutating func open(_ kind: WireElement.Kind, at index: Int) {
        if elements[index].kind == .unset {
            elements[index].kind = kind
            if elements[index].depth >= Self.depthMax { fault = "too many arrays and objects inside each other" }
        } else if elements[index].kind != kind {
            fault = "a value that was written as another kind of value"
        }
    }

    /// - Returns: the index of a new element of an array.
    @inline(__always)
    mutating func item(of container: Int) -> Int {
        let (index, last) = (elements.count, elements[container].last)
        elements.append(WireElement(depth: elements[container].depth &+ 1, parent: container))
        if last == WireElement.none { elements[container].first = index } else { elements[last].next = index }
        elements[container].last = index
        elements[container].count += 1
        return index
    }

    /// - Returns: the index of a new member's value. One of the same name before it will be replaced.
    mutating func member(_ name: String, of object: Int) -> Int {
        let (index, start) = (item(of: object), bytes.count)
        var name = name
        name.withUTF8 { utf8 in
            if bytes.append(quoted: utf8) {
                elements[index].nameStart = WireName.start(of: utf8)
            } else {
                elements[object].hasUnusualNames = true
            }
        }
        bytes.append(UInt8(ascii: ":"))
        elements[index].name = .init(start: start, end: bytes.count)
        return index
    }

    /// - Returns: the index of the array or object of that name; a new one where there is none.
    mutating func container(_ kind: WireElement.Kind, named name: String, of object: Int) -> Int {
        let index = member(name, of: object)
        let written = bytes.view[elements[index].name.range]
        var (found, other) = (index, elements[object].first)
        while other != index {
            let isNamed = bytes.view[elements[other].name.range].elementsEqual(written)
            if isNamed, elements[other].kind != .dropped { found = other }
            other = elements[other].next
        }
        if found != index { drop(index) }
        open(kind, at: found)
        return found
    }

    /// Takes back what failed to be written.
    mutating func drop(_ index: Int) {
        elements[index].kind = .dropped
        elements[elements[index].parent].count -= 1
    }

    mutating func write(_ text: String, at index: Int) {
        let start = bytes.count
        var text = text
        text.withUTF8 { _ = bytes.append(quoted: $0) }
        end(at: index, from: start)
    }

    /// A number's digits, or a word of JSON's.
    mutating func write(unquoted text: String, at index: Int) {
        let start = bytes.count
        var text = text
        text.withUTF8 { bytes.append($0) }
        end(at: index, from: start)
    }

    mutating func write(_ integer: Int64, at index: Int) {
        let start = bytes.count
        bytes.append(digitsOf: integer)
        end(at: index, from: start)
    }

    @inline(__always)
    private mutating func end(at index: Int, from start: Int) {
        guard elements[index].kind == .unset else {
            fault = "two values in one place"
            return
        }
        elements[index].kind = .scalar
        elements[index].scalar = .init(start: start, end: bytes.count)
    }
}
