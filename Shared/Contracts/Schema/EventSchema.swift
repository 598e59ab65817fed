public import Foundation

/// What one version of an event promises, as its JSON Schema says it.
///
/// Messages are held to it as those who announce are: what the schema does not name is a fault. Readers pass over
/// such members, so that a later release may add some.
public struct EventSchema: Sendable, Equatable {
    public let type: String
    private let root: SchemaNode

    /// - Throws: ``SchemaError`` for what is no schema, and for a keyword, format or pattern that is not understood.
    public init(type: String, _ document: JSONValue) throws(SchemaError) {
        self.type = type
        root = try SchemaReader.node(of: type, document)
    }

    /// Reads `<type>.json`.
    ///
    /// - Parameter folder: where the schemas lie; nil: where ``SchemaFolder`` finds them.
    /// - Throws: ``SchemaError`` as the other initialiser, and when there is no such file.
    public init(of type: String, in folder: URL? = nil) throws(SchemaError) {
        let folder = if let folder { folder } else { try SchemaFolder.find() }
        // A type that came with a message must not lead out of the folder.
        guard !type.contains("/"), !type.contains("\0"),
            let data = FileManager.default.contents(atPath: folder.appendingPathComponent("\(type).json").path)
        else { throw SchemaError(type, "no such file in \(folder.path)") }
        let document: JSONValue
        do {
            document = try Wire.decode(JSONValue.self, from: [UInt8](data))
        } catch {
            throw SchemaError(type, "the file holds no JSON")
        }
        try self.init(type: type, document)
    }

    /// What is wrong with a message, a sentence each: `$ lacks leadID`, `$.lines[2].points is not of kind integer`.
    /// At most 100; none quotes a value.
    public func faults(in message: JSONValue) -> [String] {
        var faults = SchemaFaults()
        root.check(message, at: "$", &faults)
        return faults.sentences
    }

    /// Every place that the schema names, each before what is in it.
    public var fields: [MessageField] { root.fields(below: "$") }
}
