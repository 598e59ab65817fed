public import Foundation
public import Postgres

/// One decision, as it was made and as today's code makes it on the same inputs.
public struct DecidedAgain: Sendable {
    /// What was decided about; once in a run.
    public let id: UUID
    /// The same for people, e.g. `lead/<id>`.
    public let subject: String
    /// JSON, an object each; equal bytes are the same decision.
    public let then: [UInt8]
    public let now: [UInt8]

    public init(id: UUID, subject: String, then: [UInt8], now: [UInt8]) {
        self.id = id
        self.subject = subject
        self.then = then
        self.now = now
    }
}

/// Decisions whose inputs a service keeps, so that its pure part can be asked again without touching anything.
public protocol RecordedDecisions: Sendable {
    /// Stable name, as an operator types it, e.g. `scoring.score`.
    static var name: String { get }

    /// The next decisions of `window`, the latest about each thing, in the order of their identities.
    /// - Parameters:
    ///   - about: only of this thing; nil: of all.
    ///   - after: the last identity of the page before.
    ///   - parameters: what to decide with instead of what is in force, JSON.
    /// - Throws: ``RefusedParameters``, `PostgresError`.
    func again(
        _ window: Range<Date>,
        about: UUID?,
        after: UUID?,
        limit: Int,
        with parameters: [UInt8]?,
        in tx: isolated PostgresSession
    ) throws -> [DecidedAgain]
}

/// An operator's parameters that no decision can be made with; says why.
public struct RefusedParameters: DescribesItselfSafely, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }

    /// - Parameter what: what the parameters should have been, e.g. `a rule set`.
    public init(_ error: DecodingError, of what: String) {
        description = "this is not \(what): \(Failure.describe(error))"
    }
}

/// Asks a service to make the recorded decisions of a time again; its queue is the service's `<service>.control`.
public struct DecideAgain: Codable, Sendable {
    public static let type = "filon.decide-again.v1"

    public var run: UUID
    public var name: String
    public var from: Date
    public var until: Date
    /// What the decisions are about; nil: anything.
    public var about: UUID?
    /// JSON text
    public var parameters: String?

    public init(run: UUID, name: String, from: Date, until: Date, about: UUID? = nil, parameters: String?) {
        self.run = run
        self.name = name
        self.from = from
        self.until = until
        self.about = about
        self.parameters = parameters
    }
}
