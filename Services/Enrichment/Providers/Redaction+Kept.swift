import Foundation

extension Redaction {
    /// What is kept of a field. Whatever is not named is dropped.
    enum Kept: Sendable {
        /// A text, a number, true or false; a list or an object in its place is dropped.
        case value
        case object([String: Kept])
        /// Its objects, each cut to these fields.
        case list([String: Kept])
    }

    /// The document with nothing but the fields named: what is not known to be needed is not kept.
    /// - Parameters:
    ///   - secret: texts that hold it are dropped too; a provider may repeat the question.
    ///   - change: adjusts what is left, e.g. by what the document says of a person.
    /// - Returns: an empty body if `body` is not a JSON object.
    static func keeping(
        _ fields: [String: Kept],
        of body: [UInt8],
        without secret: ProviderKey? = nil,
        _ change: (inout [String: Any]) -> Void = { _ in }
    ) -> [UInt8] {
        guard let object = (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] else { return [] }
        var kept = cut(object, to: fields, secret?.text ?? "")
        change(&kept)
        return KeptReply.body(kept)
    }

    /// As deep as `fields` is, however deep the document is.
    private static func cut(_ object: [String: Any], to fields: [String: Kept], _ secret: String) -> [String: Any] {
        var left: [String: Any] = [:]
        for (key, kept) in fields {
            guard let value = object[key] else { continue }
            switch kept {
            case .value: left[key] = scalar(value, secret)
            case .object(let inner): left[key] = (value as? [String: Any]).map { cut($0, to: inner, secret) }
            case .list(let inner):
                left[key] = (value as? [Any])?.compactMap { $0 as? [String: Any] }.map { cut($0, to: inner, secret) }
            }
        }
        return left
    }

    private static func scalar(_ value: Any, _ secret: String) -> Any? {
        if let text = value as? String { return secret.isEmpty || !text.contains(secret) ? text : nil }
        return (value as? NSNumber).flatMap { $0.doubleValue.isFinite ? $0 : nil }
    }

    /// Fields under which each is a plain value.
    static func values(_ names: [String]) -> [String: Kept] {
        Dictionary(names.map { ($0, .value) }) { first, _ in first }
    }
}
