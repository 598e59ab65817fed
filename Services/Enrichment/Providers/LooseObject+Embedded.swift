import Foundation
import FrenchBusiness

/// Shapes that one source writes in several ways.
extension LooseObject {
    /// An object, or an object that stands as JSON inside a string (Opendatasoft writes both).
    func embedded(_ key: String) -> LooseObject? {
        object(key) ?? (fields[key] as? String).flatMap { LooseObject(Array($0.utf8)) }
    }

    /// A list of objects, where a list of one may be written as the object itself.
    func oneOrMore(_ key: String) -> [LooseObject] { objects(key) ?? object(key).map { [$0] } ?? [] }

    /// A list of texts, where it may also be one text with commas.
    func texts(_ key: String) -> [String] {
        let texts = (fields[key] as? [Any])?.compactMap { $0 as? String } ?? text(key).map { [$0] } ?? []
        return texts.prefix(1000).flatMap { $0.prefix(1000).split(separator: ",").map(String.init) }
    }

    /// Yes or no, as a Boolean or in a letter or word; nil where neither is said.
    func decision(_ key: String) -> Bool? {
        switch text(key)?.frenchFolded {
        case "1", "true", "o", "oui": true
        case "0", "false", "n", "non": false
        default: nil
        }
    }

    /// An activity code in the slot of its nomenclature: NAF 2025 gives its sub-classes other letters (G to L, Y) than
    /// rév. 2 (A to F, Z), which tells them apart also where the nomenclature is labelled wrongly.
    func activity(_ key: String) -> (naf: NAFCode?, naf25: NAFCode?) {
        guard let code = text(key).flatMap({ NAFCode($0) }) else { return (nil, nil) }
        let is2025 = !code.isLegacy && code.text.last.map { "GHIJKLMNOPQRSTUVWXY".contains($0) } == true
        return is2025 ? (nil, code) : (code, nil)
    }
}
