import Foundation
import FrenchBusiness

/// A JSON object of a provider, read without trust: any key may lack, be null, or hold another type than documented.
struct LooseObject {
    let fields: [String: Any]

    /// What the register writes in place of what a person asked to hide.
    static let masked = "[NON-DIFFUSIBLE]"

    /// - Returns: nil unless `body` is a JSON object.
    init?(_ body: [UInt8]) {
        guard let fields = (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] else { return nil }
        self.fields = fields
    }

    init(_ fields: [String: Any]) { self.fields = fields }

    func has(_ key: String) -> Bool { fields[key] != nil }

    /// Trimmed, cut to 500 characters; nil where it is empty or hidden. Numbers are taken as they are written.
    func text(_ key: String) -> String? {
        let text: String
        switch fields[key] {
        case let value as String: text = value
        case let value as NSNumber: text = value.stringValue
        default: return nil
        }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !trimmed.isEmpty, !trimmed.contains(Self.masked) else { return nil }
        return String(trimmed.prefix(500))
    }

    func integer(_ key: String) -> Int? { text(key).flatMap { Int($0) } }

    func number(_ key: String) -> Double? {
        text(key).flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
    }

    func flag(_ key: String) -> Bool { (fields[key] as? Bool) ?? false }

    func date(_ key: String) -> CivilDate? { text(key).flatMap { CivilDate(parsing: $0) } }

    func object(_ key: String) -> LooseObject? { (fields[key] as? [String: Any]).map { LooseObject($0) } }

    func objects(_ key: String) -> [LooseObject]? {
        (fields[key] as? [Any])?.compactMap { $0 as? [String: Any] }.map { LooseObject($0) }
    }

    /// Every member that is itself an object, under its key.
    var members: [(key: String, value: LooseObject)] {
        fields.compactMap { key, value in (value as? [String: Any]).map { (key, LooseObject($0)) } }
    }

    /// Euros as whole cents; nil without a number, or beyond ±10 trillion euros.
    func cents(_ key: String) -> Int64? {
        guard let euros = number(key), abs(euros) <= 10_000_000_000_000 else { return nil }
        return Int64((euros * 100).rounded())
    }
}
