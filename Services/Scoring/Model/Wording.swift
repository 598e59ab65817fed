/// A sentence for people, in both languages.
struct Wording: Codable, Hashable, Sendable {
    let french: String
    let english: String

    init(_ french: String, _ english: String) {
        self.french = french
        self.english = english
    }
}
