/// A fact that one service announces to the others, or a request to the one that owns a thing.
///
/// The wire name is a contract: once released it is never reused, and its published fields never change meaning.
/// Additions are optional fields; a break is a new version announced beside the old one.
public protocol Event: Codable, Sendable, Equatable {
    /// `<aggregate>.<past-tense verb>.v<n>`; also the AMQP routing key.
    static var type: String { get }
    /// What the event is about: `lead/<id>`, `company/<id>`… (CloudEvents `subject`).
    var subject: String { get }
    /// The department behind whose wall the event stands; nil for facts that every department may know.
    var departmentID: DepartmentID? { get }
    /// The company that the event concerns: what an operator searches the journal by.
    var company: CompanyID? { get }
    /// The aggregate's version where it has one: a reader drops what is older than what it has.
    var aggregateVersion: Int64? { get }
}

extension Event {
    public var departmentID: DepartmentID? { nil }
    public var company: CompanyID? { nil }
    public var aggregateVersion: Int64? { nil }
}
