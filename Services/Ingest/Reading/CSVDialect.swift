/// How a file parts its columns.
struct CSVDialect: Equatable, Sendable {
    static let columnsMax = 256

    var delimiter: UInt8

    static let semicolon = UInt8(ascii: ";")
    static let comma = UInt8(ascii: ",")
    static let tab = UInt8(ascii: "\t")

    /// The delimiter that the first line holds most of, outside quotes; a semicolon where it holds none.
    static func sniff(_ head: some Sequence<UInt8>) -> CSVDialect {
        var counts = [semicolon: 0, comma: 0, tab: 0]
        var isQuoted = false
        for byte in head {
            if byte == CSVReader.quote { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == CSVReader.lineFeed || byte == CSVReader.carriageReturn { break }
            counts[byte]? += 1
        }
        let order = [semicolon, tab, comma]
        let most = order.max { (counts[$0] ?? 0) < (counts[$1] ?? 0) }
        guard let most, (counts[most] ?? 0) > 0 else { return CSVDialect(delimiter: semicolon) }
        return CSVDialect(delimiter: order.first { counts[$0] == counts[most] } ?? most)
    }
}
