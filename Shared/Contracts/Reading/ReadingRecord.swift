import Foundation

/// What a type has asked for so far.
final class ReadingRecord {
    private var kinds: [String: MessageField.Kind] = [:]
    private var required: [String: Bool] = [:]
    /// Places that were asked about before they are read: their reader can do without.
    private var probed: Set<String> = []

    var fields: [MessageField] {
        kinds.filter { $0.key != "$" }.sorted { $0.key < $1.key }.map { path, kind in
            MessageField(path: path, kind: kind, isRequired: required[path] ?? false)
        }
    }

    func note(_ kind: MessageField.Kind, at path: String) { kinds[path] = kind }
    func probe(_ path: String) { probed.insert(path) }

    /// - Parameter isRequired: false where the reader takes as many as there are.
    func member<T: Decodable>(_ type: T.Type, at path: String, isRequired: Bool = true) throws -> T {
        require(path, isRequired)
        return try value(type, at: path)
    }

    /// What is about to be read cannot be absent, unless its reader asked first whether it is there.
    func require(_ path: String, _ isRequired: Bool) {
        let wasProbed = probed.remove(path) != nil
        required[path] = required[path] == true || (isRequired && !wasProbed)
    }

    /// Lets `type` read itself: again with another text where it took a text and did not like it.
    func value<T: Decodable>(_ type: T.Type, at path: String) throws -> T {
        if let (kind, sample) = Self.leaf(type), let value = sample as? T {
            note(kind, at: path)
            return value
        }
        let before = (kinds, required, probed)
        for sample in ReadingSample.all(for: type) {
            (kinds, required, probed) = before
            let decoder = ReadingDecoder(record: self, path: path, sample: sample)
            do {
                let value = try T(from: decoder)
                // Whoever takes anything cannot be held to anything.
                guard kinds[path] != nil else { throw ReadingError(type, at: path) }
                return value
            } catch {
                guard kinds[path] == sample.kind else { throw error }
            }
        }
        throw ReadingError(type, at: path)
    }

    /// The types that ask for nothing further, or not as they travel: as ``Wire`` writes them.
    static func leaf(_ type: Any.Type) -> (MessageField.Kind, Any)? {
        if let integer = type as? any FixedWidthInteger.Type { return (.integer, one(integer)) }
        return switch type {
        case is Bool.Type: (.boolean, true)
        case is String.Type: (.string, "texte")
        case is Double.Type: (.number, 1.0)
        case is Float.Type: (.number, Float(1))
        case is Decimal.Type: (.number, Decimal(1))
        case is Date.Type: (.dateTime, Date(timeIntervalSince1970: 0))
        case is Data.Type: (.string, Data())
        case is URL.Type: (.string, URL(filePath: "/"))
        default: nil
        }
    }

    private static func one<I: FixedWidthInteger>(_ type: I.Type) -> Any { I(1) }
}
