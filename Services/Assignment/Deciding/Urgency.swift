/// How soon somebody should call.
enum Urgency: String, Codable, Sendable, CaseIterable {
    case critical, high, normal, low

    /// What a later version of scoring may add counts as normal.
    init(wire: String) { self = Urgency(rawValue: wire) ?? .normal }

    /// Minutes of French working time until the first contact: 4 hours, then 1, 2 or 5 days of 7.5 hours.
    var minutesToFirstContact: Int {
        switch self {
        case .critical: 240
        case .high: 450
        case .normal: 900
        case .low: 2250
        }
    }

    var french: String {
        switch self {
        case .critical: "critique"
        case .high: "haute"
        case .normal: "normale"
        case .low: "basse"
        }
    }
}
