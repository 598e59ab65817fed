/// A learner as bytes: what it was to the last bit. Little-endian: magic, version, contents, a checksum of all before.
public enum ModelFile {
    private static let magic: [UInt8] = Array("FILONSC\u{1}".utf8)
    /// Grows with every change of the format or of what the numbers mean.
    static let version: UInt32 = 2

    public enum Unusable: Error, Hashable, Sendable {
        /// no model, or cut off
        case cut
        /// written by another version of the learner
        case otherVersion(UInt32)
        /// some byte is another than was written
        case damaged
    }

    public static func bytes(_ learner: Learner) -> [UInt8] {
        var writer = ModelWriter()
        writer.raw(magic)
        writer.integer(version)
        writer.learner(learner)
        writer.integer(checksum(writer.bytes[...]))
        return writer.bytes
    }

    /// - Throws: ``Unusable``
    public static func learner(_ bytes: [UInt8]) throws(Unusable) -> Learner {
        guard bytes.count >= magic.count + 12, Array(bytes.prefix(magic.count)) == magic else { throw .cut }
        var head = ModelReader(bytes[magic.count...])
        let found = try head.integer(UInt32.self)
        guard found == version else { throw .otherVersion(found) }
        var tail = ModelReader(bytes.suffix(8))
        guard try tail.integer(UInt64.self) == checksum(bytes.dropLast(8)) else { throw .damaged }
        var reader = ModelReader(bytes.dropLast(8).dropFirst(magic.count + 4))
        return try reader.learner()
    }

    /// Names a model by its contents, 16 hexadecimal digits: the same outcomes give the same name.
    public static func hash(_ learner: Learner) -> String {
        let digits = String(checksum(bytes(learner).dropLast(8)), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// FNV-1a, 64 bits.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
