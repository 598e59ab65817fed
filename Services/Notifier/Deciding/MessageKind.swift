/// Kinds of messages as they stand in `messages.kind`, in preferences and in announcements.
enum MessageKind {
    static let leadAssigned = "lead_assigned"
    static let leadReassigned = "lead_reassigned"
    static let leadTaken = "lead_taken"
    static let leadUnassignable = "lead_unassignable"
    static let leadDigest = "lead_digest"
    static let dealStuck = "deal_stuck"
    static let kpiAlert = "kpi_alert"
    static let report = "report"
    static let opportunityWon = "opportunity_won"
    static let budgetExhausted = "budget_exhausted"
    static let modelAlarm = "model_alarm"

    /// New leads of one colleague: beyond the first few of a span they go together.
    static let gathered = [leadAssigned, leadReassigned]

    /// What asks a colleague to go after a company: not said of one that objected, ceased or left the base.
    static let chases = [leadAssigned, leadReassigned, leadUnassignable, dealStuck]
}
