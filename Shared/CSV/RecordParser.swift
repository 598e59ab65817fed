/// Parts one record into its values.
enum RecordParser {
    /// - Parameter bytes: the record without its line end; inner line ends are within quotes.
    static func record(_ bytes: UnsafeBufferPointer<UInt8>, _ dialect: CSVDialect, line: Int) -> CSVRecord {
        var record = CSVRecord(line: line)
        if bytes.contains(0) {
            record.fault = .nulByte
            return record
        }
        record.bytes.reserveCapacity(bytes.count)
        guard bytes.contains(CSVReader.quote) else {
            split(bytes, dialect.delimiter, into: &record)
            return record
        }
        var index = 0
        while true {
            value(bytes, &index, dialect.delimiter, into: &record)
            guard index < bytes.count else { break }
            index += 1  // the delimiter
            if index == bytes.count {
                record.append([])
                break
            }
        }
        return record
    }

    private static func split(_ bytes: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8, into record: inout CSVRecord) {
        var begin = 0
        for index in bytes.indices where bytes[index] == delimiter {
            record.append(bytes[begin..<index])
            begin = index + 1
        }
        record.append(bytes[begin...])
    }

    /// One value, from `index` to the delimiter after it. A quote inside an unquoted value stands for itself, and so
    /// does what follows a closing quote: people's files hold both.
    private static func value(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ index: inout Int,
        _ delimiter: UInt8,
        into record: inout CSVRecord
    ) {
        if index < bytes.count, bytes[index] == CSVReader.quote {
            index += 1
            while index < bytes.count {
                if bytes[index] == CSVReader.quote {
                    index += 1
                    guard index < bytes.count, bytes[index] == CSVReader.quote else { break }
                }
                record.bytes.append(bytes[index])
                index += 1
            }
        }
        while index < bytes.count, bytes[index] != delimiter {
            record.bytes.append(bytes[index])
            index += 1
        }
        record.ends.append(record.bytes.count)
    }
}
