import Foundation
import FrenchBusiness
import HTTPClient

/// What an error's body says in words, to tell one 401 from another. Compared and never printed: a provider may
/// repeat the question, and with it a key.
enum ReplySentence {
    /// Longer bodies are no sentences.
    private static let limit = 16_384

    /// Folded as ``Swift/String/frenchFolded``: of a JSON document its texts, of anything else all of it.
    static func folded(_ body: [UInt8]) -> String {
        let head = Array(body.prefix(limit))
        if body.count <= limit,
            let document = try? JSONSerialization.jsonObject(with: Data(head), options: .fragmentsAllowed)
        {
            return texts(in: document, depth: 0).joined(separator: " ").frenchFolded
        }
        return (String(validating: head, as: UTF8.self) ?? latin(head)).frenchFolded
    }

    static func isJSON(_ body: [UInt8]) -> Bool {
        body.count <= limit && (try? JSONSerialization.jsonObject(with: Data(body))) != nil
    }

    private static func texts(in value: Any, depth: Int) -> [String] {
        guard depth < 4 else { return [] }
        if let text = value as? String { return [text] }
        if let list = value as? [Any] { return list.prefix(20).flatMap { texts(in: $0, depth: depth + 1) } }
        guard let object = value as? [String: Any] else { return [] }
        return object.sorted { $0.key < $1.key }.flatMap { texts(in: $0.value, depth: depth + 1) }
    }

    /// ISO-8859-1: every byte is its own character.
    private static func latin(_ bytes: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: bytes.map { Unicode.Scalar($0) })
        return String(text)
    }
}

extension Verdict {
    /// What a 401, 402 or 403 means: the account is used up, where its body says so, or the key is wrong.
    static func ofRefusal(_ response: HTTPResponse) -> Verdict {
        if response.status == 402 { return .noCredits }
        let sentence = ReplySentence.folded(response.body)
        let speaksOfAccount = ["credit", "jeton", "quota", "limit", "usage", "solde"].contains { sentence.contains($0) }
        let saysUsedUp = [
            "plus assez", "pas assez", "plus de credit", "plus de jeton", "plus aucun", "insuffisant", "epuise",
            "atteint", "depasse", "exceed", "reached", "not enough", "insufficient", "exhausted", "no more", "out of",
        ].contains { sentence.contains($0) }
        return speaksOfAccount && saysUsedUp ? .noCredits : .badKey
    }
}
