import Contracts

/// Notices as they stand in `messages.notice`.
enum NoticeCoding {
    static func text(_ notice: Notice) throws -> String { String(decoding: try Wire.encode(notice), as: UTF8.self) }

    /// - Throws: `DecodingError` for a row that an incompatible version wrote.
    static func notice(_ text: String) throws -> Notice { try Wire.decode(Notice.self, from: Array(text.utf8)) }
}
