/// One place in a message: what a schema promises to stand there, or what a reader looks for.
public struct MessageField: Hashable, Sendable {
    /// From the message's root `$`: `$.lead.id`, `$.lines[].points` for each element, `$.row.*` for each member of an
    /// object whose names nobody fixed.
    public let path: String
    public let kind: Kind
    /// Of a promise: it always stands there, if what is around it does. Of a reader: it cannot do without.
    public let isRequired: Bool

    public init(path: String, kind: Kind, isRequired: Bool) {
        self.path = path
        self.kind = kind
        self.isRequired = isRequired
    }

    /// The kind, with a question mark where it may be absent: `uuid`, `integer?`.
    public var form: String { kind.rawValue + (isRequired ? "" : "?") }

    /// - Returns: nil when `form` is no kind.
    public init?(path: String, form: String) {
        let isOptional = form.hasSuffix("?")
        guard let kind = Kind(rawValue: isOptional ? String(form.dropLast()) : form) else { return nil }
        self.init(path: path, kind: kind, isRequired: !isOptional)
    }
}
