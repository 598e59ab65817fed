/// A stretch of one day, in minutes from midnight of local time; the end is outside.
public struct MinuteRange: Hashable, Sendable, Codable {
    /// 0...1439.
    public let start: Int
    /// Above `start`, up to 1440, which is midnight at the day's end.
    public let end: Int

    /// Nil when the stretch is empty or leaves the day.
    public init?(start: Int, end: Int) {
        guard start >= 0, end > start, end <= 1440 else { return nil }
        self.start = start
        self.end = end
    }

    init(hours start: Int, _ end: Int, halfPast: Bool = false) {
        self.start = start * 60
        self.end = end * 60 + (halfPast ? 30 : 0)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let range = MinuteRange(
            start: try container.decode(Int.self, forKey: .start),
            end: try container.decode(Int.self, forKey: .end)
        )
        guard let range else {
            throw DecodingError.dataCorruptedError(
                forKey: .end,
                in: container,
                debugDescription: "not a stretch of one day"
            )
        }
        self = range
    }

    /// In minutes.
    public var length: Int { end - start }

    private enum CodingKeys: String, CodingKey {
        case start, end
    }
}
