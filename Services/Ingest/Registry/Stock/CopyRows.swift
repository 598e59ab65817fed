/// Rows in COPY's text format, end to end in one buffer (PostgreSQL's manual, COPY, "Text Format").
struct CopyRows {
    /// Longest name or town that is stored, in bytes.
    static let textBytesMax = 400

    private(set) var bytes: [UInt8] = []
    private var rowStart = 0

    init() {
        bytes.reserveCapacity(256 << 10)
    }

    var isEmpty: Bool { bytes.isEmpty }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        rowStart = 0
    }

    /// A column whose bytes were judged: ASCII without a tab or backslash.
    @inline(__always)
    mutating func plain(_ value: some Collection<UInt8>) {
        bytes.append(contentsOf: value)
        bytes.append(0x09)
    }

    @inline(__always)
    mutating func byte(_ value: UInt8) {
        bytes.append(value)
        bytes.append(0x09)
    }

    @inline(__always)
    mutating func null() {
        bytes.append(0x5C)
        bytes.append(0x4E)
        bytes.append(0x09)
    }

    /// A column of letters, made of two parts with a space between; control characters become spaces.
    /// - Returns: false if the bytes are no UTF-8.
    mutating func text(_ first: ByteRules.Bytes, _ second: ByteRules.Bytes = ByteRules.nothing) -> Bool {
        let start = bytes.count
        guard append(first, room: Self.textBytesMax) else { return false }
        if !second.isEmpty {
            if bytes.count > start { bytes.append(0x20) }
            guard append(second, room: Self.textBytesMax - (bytes.count - start)) else { return false }
        }
        bytes.append(0x09)
        return true
    }

    private mutating func append(_ part: ByteRules.Bytes, room: Int) -> Bool {
        var isPlain = part.count <= room
        for byte in part where byte < 0x20 || byte >= 0x7F || byte == 0x5C { isPlain = false }
        if isPlain {
            bytes.append(contentsOf: part)
            return true
        }
        guard let text = String(validating: part, as: UTF8.self) else { return false }
        var used = 0
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            guard used + width <= room else { break }
            used += width
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0: bytes.append(0x20)
            case 0x5C: bytes.append(contentsOf: [0x5C, 0x5C])
            default: bytes.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
            }
        }
        return true
    }

    /// The row is whole: its last tab becomes its end.
    mutating func endRow() {
        if bytes.count > rowStart { bytes[bytes.count - 1] = 0x0A }
        rowStart = bytes.count
    }

    /// The row is not stored after all.
    mutating func dropRow() {
        bytes.removeSubrange(rowStart...)
    }
}
