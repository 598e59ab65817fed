/// How a file parts its columns.
public struct CSVDialect: Equatable, Sendable {
    public static let columnsMax = 256

    public var delimiter: UInt8
    /// The file says its delimiter itself, in a first line `sep=;` as Excel reads and writes it: no header and no row.
    public var hasOwnLine = false

    public init(delimiter: UInt8, hasOwnLine: Bool = false) {
        self.delimiter = delimiter
        self.hasOwnLine = hasOwnLine
    }

    public static let semicolon = UInt8(ascii: ";")
    public static let comma = UInt8(ascii: ",")
    public static let tab = UInt8(ascii: "\t")

    /// The delimiter that the first line with text in it names or holds most of, outside quotes; a semicolon where it
    /// holds none.
    public static func sniff(_ head: some Collection<UInt8>) -> CSVDialect {
        let text = head.drop { isLineEnd($0) || $0 == space }
        if let named = named(text.prefix(8)) { return CSVDialect(delimiter: named, hasOwnLine: true) }
        var counts = [semicolon: 0, comma: 0, tab: 0]
        var isQuoted = false
        for byte in text {
            if byte == CSVReader.quote { isQuoted.toggle() }
            if isQuoted { continue }
            if isLineEnd(byte) { break }
            counts[byte]? += 1
        }
        let order = [semicolon, tab, comma]
        let most = order.max { (counts[$0] ?? 0) < (counts[$1] ?? 0) }
        guard let most, (counts[most] ?? 0) > 0 else { return CSVDialect(delimiter: semicolon) }
        return CSVDialect(delimiter: order.first { counts[$0] == counts[most] } ?? most)
    }

    /// The delimiter of a line `sep=X`, quoted or not; nil for any other line.
    private static func named(_ beginning: some Collection<UInt8>) -> UInt8? {
        let line = Array(beginning.prefix { !isLineEnd($0) }.filter { $0 != CSVReader.quote })
        guard line.count == 5, String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep=" else {
            return nil
        }
        return [semicolon, comma, tab, UInt8(ascii: "|")].first { $0 == line[4] }
    }

    private static let space = UInt8(ascii: " ")

    private static func isLineEnd(_ byte: UInt8) -> Bool {
        byte == CSVReader.lineFeed || byte == CSVReader.carriageReturn
    }
}
