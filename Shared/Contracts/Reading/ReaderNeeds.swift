/// What a type looks for when it reads itself from a message, found out by letting it read.
public enum ReaderNeeds {
    /// Every place that `type` asks for, in the order of the paths; what an optional holds counts as if it were there.
    ///
    /// No message is needed: the type is handed made-up values of the kinds it asks for. What it does not ask for it
    /// does not need, so that a reader which wants little of an event declares a smaller type of its own.
    ///
    /// - Throws: ``ReadingError`` where no made-up value satisfies a type.
    public static func of<Message: Decodable>(_ type: Message.Type) throws -> [MessageField] {
        let record = ReadingRecord()
        _ = try record.value(type, at: "$")
        return record.fields
    }
}

/// A type cannot be followed without a message.
public struct ReadingError: Error, CustomStringConvertible, Sendable {
    public let description: String

    init(_ type: Any.Type, at path: String) {
        description = """
            \(path): no made-up value satisfies \(type); let it read one value of a MessageField.Kind, or be an \
            enumeration of texts that is CaseIterable
            """
    }
}
