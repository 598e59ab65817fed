/// Puts a finished draft in order: the members of each object by their names' UTF-8 bytes, the last of equal ones.
struct WireAssembly: ~Copyable {
    private let elements: UnsafeBufferPointer<WireElement>
    private let bytes: UnsafeBufferPointer<UInt8>
    private let order: WireOrder
    private var out: WireList<UInt8>
    /// The members being put in order, of all objects around the present one.
    private var members = WireList<Int>(capacity: 64)

    static func bytes(of draft: borrowing WireDraft) -> [UInt8] {
        var assembly = WireAssembly(elements: draft.elements.view, bytes: draft.bytes.view)
        assembly.write(WireDraft.root)
        return Array(assembly.out.view)
    }

    private init(elements: UnsafeBufferPointer<WireElement>, bytes: UnsafeBufferPointer<UInt8>) {
        (self.elements, self.bytes) = (elements, bytes)
        order = WireOrder(elements: elements, bytes: bytes)
        out = WireList(capacity: bytes.count + 3 * elements.count)
    }

    private mutating func write(_ index: Int) {
        switch elements[index].kind {
        case .scalar: append(elements[index].scalar.range)
        case .array: writeArray(index)
        case .object: elements[index].hasUnusualNames ? writeUnusualObject(index) : writeObject(index)
        case .unset, .dropped:
            out.append(UInt8(ascii: "{"))
            out.append(UInt8(ascii: "}"))
        }
    }

    private mutating func writeArray(_ array: Int) {
        var sign = UInt8(ascii: "[")
        var index = elements[array].first
        while index != WireElement.none {
            if elements[index].kind != .dropped {
                out.append(sign)
                sign = UInt8(ascii: ",")
                write(index)
            }
            index = elements[index].next
        }
        if sign != UInt8(ascii: ",") { out.append(sign) }
        out.append(UInt8(ascii: "]"))
    }

    private mutating func writeObject(_ object: Int) {
        let start = members.count
        var (index, isSorted) = (elements[object].first, true)
        while index != WireElement.none {
            if elements[index].kind != .dropped {
                if isSorted, members.count > start {
                    isSorted = order.compare(members[members.count - 1], index) < 0
                }
                members.append(index)
            }
            index = elements[index].next
        }
        if !isSorted { members.change(from: start) { order.sort($0) } }
        let end = members.count
        var sign = UInt8(ascii: "{")
        for position in start..<end {
            let index = members[position]
            // The last of equal names has the value that counts.
            if !isSorted, position + 1 < end, order.compare(index, members[position + 1]) == 0 { continue }
            out.append(sign)
            sign = UInt8(ascii: ",")
            writeMember(index)
        }
        if start == end { out.append(sign) }
        members.removeLast(end - start)
        out.append(UInt8(ascii: "}"))
    }

    @inline(__always)
    private mutating func writeMember(_ index: Int) {
        let (name, scalar) = (elements[index].name, elements[index].scalar)
        if elements[index].kind == .scalar, scalar.start == name.end {
            append(name.start..<scalar.end)
        } else {
            append(name.range)
            write(index)
        }
    }

    /// Names as Foundation holds them, in a dictionary of strings: composed in two ways, a name is one, and stays as
    /// it was written first.
    private mutating func writeUnusualObject(_ object: Int) {
        var members: [String: (name: Int, value: Int)] = [:]
        var index = elements[object].first
        while index != WireElement.none {
            if elements[index].kind != .dropped {
                members[WireName.text(of: bytes[elements[index].name.range]), default: (index, index)].value = index
            }
            index = elements[index].next
        }
        var sign = UInt8(ascii: "{")
        for (_, member) in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            out.append(sign)
            sign = UInt8(ascii: ",")
            append(elements[member.name].name.range)
            write(member.value)
        }
        if members.isEmpty { out.append(sign) }
        out.append(UInt8(ascii: "}"))
    }

    @inline(__always)
    private mutating func append(_ range: Range<Int>) { out.append(UnsafeBufferPointer(rebasing: bytes[range])) }
}
