/// An object's members by name. Of two members with one name the first counts.
///
/// Names are equal as strings are: one that is composed of other scalars than the one asked for is the same name.
extension WireDocument {
    /// Up to here a walk over the names is faster than to hash them first.
    private static let walkedMax: UInt32 = 32

    /// Makes an object's members ready to be looked up.
    ///
    /// - Throws: `valueNotFound` for a null, `typeMismatch` for another value than an object, `dataCorrupted` when
    ///   one of its names is not well-formed.
    func openObject(at object: Int) throws(DecodingError) {
        let node = nodes[object]
        guard node.kind == .object else { throw missing([String: Any].self, at: object) }
        guard isIndexed(node), indexes[object] == nil else { return }
        var index: [String: Int] = [:]
        index.reserveCapacity(Int(node.length))
        var name = object + 1
        while name < node.next {
            guard let text = text(nodes[name]) else { throw corrupted(at: object, "a name that is not well-formed") }
            if index[text] == nil { index[text] = name + 1 }
            name = Int(nodes[name + 1].next)
        }
        indexes[object] = index
    }

    /// In the document's order, each once.
    func names(of object: Int) -> [String] {
        var names: [String] = []
        _ = firstName(of: object) { name, node in
            if let text = text(node), value(of: text, in: object) == name + 1 { names.append(text) }
            return false
        }
        return names
    }

    /// The node of a member's value; nil where there is none.
    @inline(never)
    func value(of name: String, in object: Int) -> Int? {
        guard !isIndexed(nodes[object]) else { return indexed(name, in: object) }
        var name = name
        return name.withUTF8 { wanted in
            let ends = WireName.ends(of: wanted)
            let found = firstName(of: object) { _, node in
                node.length == wanted.count && node.ordinal == ends.first && node.next == ends.last
                    && (wanted.count <= 8 || withBytes(of: node) { WireName.areEqual($0, wanted) })
            }
            if let found { return found + 1 }
            // Some letters beyond ASCII are another way to write one of it.
            return wanted.contains { $0 >= 0x80 } ? value(ofEqual: wanted, in: object) : nil
        }
    }

    @inline(never)
    private func indexed(_ name: String, in object: Int) -> Int? { indexes[object]?[name] }

    @inline(never)
    private func value(ofEqual wanted: UnsafeBufferPointer<UInt8>, in object: Int) -> Int? {
        let wanted = String(decoding: wanted, as: UTF8.self)
        return firstName(of: object) { _, node in text(node) == wanted }.map { $0 + 1 }
    }

    /// Bytes are enough to compare where names are few and plain.
    @inline(__always)
    private func isIndexed(_ object: WireNode) -> Bool { object.hasUnusualNames || object.length > Self.walkedMax }

    /// What the scanner wrote holds together: there is no need to check each index anew.
    @inline(__always)
    private func firstName(of object: Int, where isWanted: (Int, WireNode) -> Bool) -> Int? {
        let nodes = self.nodes.view
        guard nodes[object].length > 0 else { return nil }
        var name = object + 1
        repeat {
            if isWanted(name, nodes[name]) { return name }
            name = Int(nodes[name].parent)
        } while name != Self.root
        return nil
    }
}
