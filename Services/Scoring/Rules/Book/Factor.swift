/// What a score is made of, in the order in which it lists its lines. Raw values are keys of rule sets.
enum Factor: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    case size
    /// Need, as far as the movement of turnover shows it.
    case urgency = "turnover_trend"
    case turnoverLevel = "turnover_level"
    case industry
    case age
    case legalForm = "legal_form"
    case region
    case workforceChange = "workforce_change"
    case eInvoicing = "e_invoicing"
    /// What the prospect and the department did with each other lately.
    case engagement
    /// Completeness of the contact data.
    case reachability
}

/// Facts that count against a company without excluding it; each takes whole points off.
enum Negative: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    /// Redressement judiciaire.
    case receivership
    /// Sauvegarde.
    case safeguard
    case noEstablishment = "no_establishment"
}
