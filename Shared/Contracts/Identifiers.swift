public import Foundation

/// An identifier of one kind of thing, so that two UUIDs cannot be swapped; a lower-case UUID string on the wire.
public struct Identifier<Subject>: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    public let rawValue: UUID

    public init(rawValue: UUID) { self.rawValue = rawValue }

    /// A new identifier that sorts after every earlier one of this process (UUIDv7).
    public init() { rawValue = UUIDv7.make() }

    /// - Returns: nil unless `text` is a UUID.
    public init?(_ text: String) {
        guard let value = UUID(wireText: text) else { return nil }
        rawValue = value
    }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = UUID(wireText: text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a UUID"))
        }
        rawValue = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public var description: String { rawValue.wireText }
}

/// The things that identifiers name; never instantiated.
public enum Subject {
    public enum Company {}
    public enum Contact {}
    public enum Lead {}
    public enum User {}
    public enum Deal {}
    public enum Activity {}
    public enum Import {}
    public enum Decision {}
    public enum Notification {}
    public enum Absence {}
    public enum Report {}
    public enum Message {}
    public enum Search {}
    public enum Slice {}
}

/// A legal unit and its public facts; shared between departments.
public typealias CompanyID = Identifier<Subject.Company>
/// A person or mailbox at a company, known to one department.
public typealias ContactID = Identifier<Subject.Contact>
/// A company as one department prospects it.
public typealias LeadID = Identifier<Subject.Lead>
/// A colleague.
public typealias UserID = Identifier<Subject.User>
/// A row of `pipeline_opportunities`.
public typealias DealID = Identifier<Subject.Deal>
public typealias ActivityID = Identifier<Subject.Activity>
public typealias ImportID = Identifier<Subject.Import>
public typealias DecisionID = Identifier<Subject.Decision>
public typealias NotificationID = Identifier<Subject.Notification>
public typealias AbsenceID = Identifier<Subject.Absence>
public typealias ReportID = Identifier<Subject.Report>
public typealias MessageID = Identifier<Subject.Message>
/// A search of companies by filters.
public typealias SearchID = Identifier<Subject.Search>
/// A part of one that is asked for by itself.
public typealias SliceID = Identifier<Subject.Slice>

/// A department: the unit that walls run around. A slug of 1 to 40 characters `a-z 0-9 -`, e.g. `commercial`.
public struct DepartmentID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// - Returns: nil unless `text` is a slug.
    public init?(_ text: String) {
        let bytes = text.utf8
        let isSlug = bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard (1...40).contains(bytes.count), isSlug, bytes.first != 45 else { return nil }
        rawValue = text
    }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = DepartmentID(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a department's slug")
            )
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    public var description: String { rawValue }
}
