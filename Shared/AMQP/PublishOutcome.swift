/// What became of one publish.
public enum PublishOutcome: Sendable, Equatable {
    /// The broker has taken responsibility for it.
    case confirmed
    /// Mandatory, and no queue takes it (312 NO_ROUTE).
    case returned(code: Int, text: String)
    /// The broker said no: a full queue with reject-publish, say.
    case refused
    /// Unknown whether it arrived: the connection closed or time ran out before the confirm. Publish it again.
    case lost(reason: String)
    /// It can never be sent as it is; names the field.
    case invalid(reason: String)
}
