extension WireDraft {
    /// The path to a value, from the outermost; made anew, so that it costs nothing until somebody asks.
    func path(to index: Int) -> [any CodingKey] {
        var keys: [any CodingKey] = []
        var index = index
        while index != Self.root {
            let element = elements[index]
            if element.name.range.isEmpty {
                keys.append(WireKey(intValue: position(of: index, in: element.parent)))
            } else {
                keys.append(WireKey(stringValue: WireName.text(of: bytes.view[element.name.range])))
            }
            index = element.parent
        }
        return keys.reversed()
    }

    private func position(of index: Int, in array: Int) -> Int {
        var (position, other) = (0, elements[array].first)
        while other != index, other != WireElement.none {
            if elements[other].kind != .dropped { position += 1 }
            other = elements[other].next
        }
        return position
    }
}
