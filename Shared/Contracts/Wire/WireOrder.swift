/// The order of a draft's members with plain names.
struct WireOrder {
    let elements: UnsafeBufferPointer<WireElement>
    let bytes: UnsafeBufferPointer<UInt8>

    /// Those of one name stay in the order in which they were written.
    func sort(_ members: UnsafeMutableBufferPointer<Int>) {
        var members = members
        members.sort { left, right in
            let order = compare(left, right)
            return order < 0 || order == 0 && left < right
        }
    }

    /// Negative, zero or positive as the one name's bytes are before, equal to or behind the other's.
    @inline(__always)
    func compare(_ left: Int, _ right: Int) -> Int {
        let (one, other) = (elements[left].nameStart, elements[right].nameStart)
        if one != other { return one < other ? -1 : 1 }
        return compareEnds(elements[left].name.range, elements[right].name.range)
    }

    private func compareEnds(_ left: Range<Int>, _ right: Range<Int>) -> Int {
        let (one, other) = (bytes[left].dropFirst().dropLast(2), bytes[right].dropFirst().dropLast(2))
        for (a, b) in zip(one.dropFirst(8), other.dropFirst(8)) where a != b { return a < b ? -1 : 1 }
        return one.count - other.count
    }
}
