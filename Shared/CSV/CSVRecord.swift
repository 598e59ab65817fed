/// One record of a file, its values unquoted and end to end, so that a row costs two arrays and not one per value.
public struct CSVRecord: Equatable, Sendable {
    /// Line of the file that the record begins on; the first is 1.
    public var line: Int
    /// The values' bytes, in the file's encoding.
    public var bytes: [UInt8] = []
    /// Where each value ends in `bytes`.
    public var ends: [Int] = []
    /// Set instead of values where the record could not be read.
    public var fault: Fault?

    public var count: Int { ends.count }

    public func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    /// Blank lines and lines of nothing but delimiters say nothing.
    public var isBlank: Bool { fault == nil && bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

    /// How many values stand before the trailing empty ones, which spreadsheets add.
    public var filledCount: Int { ends.indices.last { !range($0).isEmpty }.map { $0 + 1 } ?? 0 }

    /// Why a record could not be read.
    public enum Fault: Equatable, Sendable {
        /// longer than ``CSVReader/recordBytesMax``
        case lineTooLong
        case unclosedQuote
        case nulByte
    }

    init(line: Int, fault: Fault? = nil) {
        self.line = line
        self.fault = fault
    }

    mutating func append(_ value: some Collection<UInt8>) {
        bytes.append(contentsOf: value)
        ends.append(bytes.count)
    }
}
