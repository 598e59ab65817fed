import Foundation
import FrenchBusiness

extension MessageField {
    /// What may stand at a place of a message. Texts of one form are kinds of their own, because a reader that wants a
    /// UUID cannot do with any text.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case boolean, integer, number, object, array, string
        case uuid, date
        case dateTime = "date-time"
        /// A department's name: 1 to 40 of a-z, 0-9 and the hyphen, which is not the first.
        case slug
        /// Nine digits.
        case siren

        /// A form as JSON Schema says it: a registered `format`, or a pattern that a kind stands for.
        init?(format: String?, pattern: String?) {
            switch (format, pattern) {
            case (nil, nil): self = .string
            case ("uuid", nil): self = .uuid
            case ("date", nil): self = .date
            case ("date-time", nil): self = .dateTime
            case (nil, "^[a-z0-9][a-z0-9-]{0,39}$"): self = .slug
            case (nil, "^[0-9]{9}$"): self = .siren
            default: return nil
            }
        }

        /// Whether what is promised as this kind can be read as `other`.
        public func isReadable(as other: Kind) -> Bool {
            switch other {
            case .string: isText
            case .number: self == .number || self == .integer
            default: self == other
            }
        }

        private var isText: Bool {
            switch self {
            case .string, .uuid, .date, .dateTime, .slug, .siren: true
            case .boolean, .integer, .number, .object, .array: false
            }
        }

        /// Whether `value` is of this kind; of an object or array, without what is in it.
        public func holds(_ value: JSONValue) -> Bool {
            switch (self, value) {
            case (.boolean, .bool), (.integer, .integer), (.number, .integer), (.number, .number), (.object, .object),
                (.array, .array), (.string, .string):
                true
            case (.integer, .number(let number)): Int64(exactly: number) != nil
            case (.uuid, .string(let text)): UUID(wireText: text) != nil
            case (.date, .string(let text)): CivilDate(text) != nil
            case (.dateTime, .string(let text)): WireDate.date(text) != nil
            case (.slug, .string(let text)): DepartmentID(text) != nil
            case (.siren, .string(let text)): SIREN(text) != nil
            default: false
            }
        }
    }
}
