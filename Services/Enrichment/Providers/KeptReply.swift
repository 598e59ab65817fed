import Contracts
import Foundation

/// Writes what is kept of a reply, with the members of each object in the order of their names.
enum KeptReply {
    /// - Returns: an empty body where `object` cannot be written: nothing unread is kept.
    static func body(_ object: [String: Any]) -> [UInt8] {
        guard let value = json(object) else { return [] }
        return (try? Wire.encode(value)) ?? []
    }

    /// nil for what JSON does not hold.
    private static func json(_ value: Any) -> JSONValue? {
        switch value {
        case let text as String: return .string(text)
        case let members as [String: Any]:
            var values: [String: JSONValue] = [:]
            for (name, member) in members {
                guard let value = json(member) else { return nil }
                values[name] = value
            }
            return .object(values)
        case let elements as [Any]:
            var values: [JSONValue] = []
            for element in elements {
                guard let value = json(element) else { return nil }
                values.append(value)
            }
            return .array(values)
        case let number as NSNumber: return json(number)
        case is NSNull: return .null
        default: return nil
        }
    }

    private static func json(_ number: NSNumber) -> JSONValue? {
        // Foundation's true and false are numbers, too, of a type that no digits are read as.
        if String(cString: number.objCType) == "c" { return .bool(number.boolValue) }
        if let integer = Int64(exactly: number) { return .integer(integer) }
        return number.doubleValue.isFinite ? .number(number.doubleValue) : nil
    }
}
