/// A schema that cannot be used: it is missing, is no JSON, or says what ``EventSchema`` does not understand.
public struct SchemaError: Error, CustomStringConvertible, Sendable, Equatable {
    /// Names the schema, the place in it and the remedy.
    public let description: String

    init(_ type: String, _ problem: String) { description = "the schema of \(type): \(problem)" }

    private init(_ description: String) { self.description = description }

    static let noFolder = SchemaError("no Shared/Contracts/Schemas found; set FILON_SCHEMAS to the folder")
}
