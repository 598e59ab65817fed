public import Foundation

/// What spans of one sort have in common, made once: their name, kind and constant attributes.
public final class SpanShape: Sendable {
    /// Numbers of OpenTelemetry's `Span.SpanKind`.
    public enum Kind: Int, Sendable {
        case `internal` = 1
        case server, client, producer, consumer
    }

    public let name: String
    public let kind: Kind
    /// Name, kind and the constant attributes in OTLP's JSON; the list of attributes stays open.
    let rendered: [UInt8]
    let hasAttributes: Bool

    public init(_ name: String, _ kind: Kind, _ attributes: [SpanAttribute] = []) {
        self.name = name
        self.kind = kind
        hasAttributes = !attributes.isEmpty
        var writer = OTLPWriter()
        writer.raw("\"name\":")
        writer.quoted(name)
        writer.raw(",\"kind\":")
        writer.decimal(UInt64(kind.rawValue))
        writer.raw(",\"attributes\":[")
        writer.write(attributes, isFirst: true)
        rendered = writer.bytes
    }
}

/// One fact about a span, under a name of OpenTelemetry's semantic conventions or `filon.*`. Identifiers and numbers
/// only: nothing about a person.
public struct SpanAttribute: Sendable {
    public enum Value: Sendable {
        case id(UUID)
        case number(Int)
        case text(String)
    }

    let key: StaticString
    let value: Value

    public init(_ key: StaticString, _ value: Value) {
        self.key = key
        self.value = value
    }
}

/// Something that happened at a moment within a span.
public struct SpanEvent: Sendable {
    let name: StaticString
    let at: UInt64
    let attributes: [SpanAttribute]

    public init(_ name: StaticString, at: UInt64, _ attributes: [SpanAttribute] = []) {
        self.name = name
        self.at = at
        self.attributes = attributes
    }
}

/// A piece of work that has ended. Times are nanoseconds since the epoch.
public struct Span: Sendable {
    public let context: SpanContext
    /// 0 where the span begins its trace.
    public let parentID: UInt64
    public let shape: SpanShape
    public let start: UInt64
    public let end: UInt64
    /// Beside the shape's and the message's.
    public var attributes: [SpanAttribute]
    /// The message that the span is about, by its own number and its story's.
    public var message: (id: UUID, conversation: UUID)?
    public var events: [SpanEvent] = []
    public var link: SpanContext?
    /// The class of what went wrong; nil if nothing did.
    public var error: String?

    public init(
        _ context: SpanContext,
        parentID: UInt64,
        _ shape: SpanShape,
        start: UInt64,
        end: UInt64,
        _ attributes: [SpanAttribute] = []
    ) {
        self.context = context
        self.parentID = parentID
        self.shape = shape
        self.start = start
        // Clocks are set back at times; a span never ends before it begins.
        self.end = max(start, end)
        self.attributes = attributes
    }
}
