import Foundation

/// Somebody who must be found nowhere.
enum Person {
    static let name = "Zoé Quatrehomme"
    static let email = "zoe.quatrehomme@exemple.fr"
    static let phone = "0612345678"

    /// Pieces that give the person away, folded as ``isIn(_:)`` folds what it searches.
    private static let pieces = ["quatrehomme", "zoé", "612345678", "6 12 34 56 78"]

    static func isIn(_ text: String) -> Bool {
        let folded = text.lowercased()
        return pieces.contains { folded.contains($0) }
    }
}

/// An error as somebody careless would write it.
struct Careless: Error, CustomStringConvertible {
    var description: String { "\(Person.name) <\(Person.email)> has no number but \(Person.phone)" }
}
