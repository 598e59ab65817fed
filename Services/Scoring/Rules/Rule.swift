/// The rules by their stable keys, in the order in which a score lists them.
enum Rule: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    /// Where counting starts, so that negative rules never lead below zero.
    case base
    case size
    case turnoverTrend = "turnover_trend"
    /// What stands in for a movement of turnover that nobody knows.
    case unknownTurnover = "unknown_turnover"
    case turnoverLevel = "turnover_level"
    case age
    case legalForm = "legal_form"
    case employer
    case eInvoicing = "e_invoicing"
    case reachability
    case staleAccounts = "stale_accounts"
    case openEstablishments = "open_establishments"
}

/// What a rule can come to; a rule set gives each its points. Raw values are keys of stored rule sets.
enum RuleOutcome: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    case start
    // Size.
    case tpe, pme, eti, ge
    // Movement of turnover, down to up, and why there is none to be seen.
    case collapse, fall, decline, stable, growth, surge, suspicious
    case tooOld = "too_old"
    case singleYear = "single_year"
    case noTurnover = "no_turnover"
    case confidential
    case notFiled = "not_filed"
    case notApplicable = "not_applicable"
    // Stand-ins for it.
    case newCompany = "new_company"
    case youngCompany = "young_company"
    case smallEmployer = "small_employer"
    // Turnover, in thousands (k) and millions (m) of euros.
    case under50k = "under_50k"
    case under150k = "under_150k"
    case under2m = "under_2m"
    case under10m = "under_10m"
    case under50m = "under_50m"
    case over50m = "over_50m"
    // Years since the company was created.
    case under1Year = "under_1_year"
    case under5Years = "under_5_years"
    case under10Years = "under_10_years"
    case under20Years = "under_20_years"
    case over20Years = "over_20_years"
    // Legal form.
    case commercial
    case soleTrader = "sole_trader"
    case association
    case publicBody = "public_body"
    // Employees.
    case from1To9 = "from_1_to_9"
    case from10To49 = "from_10_to_49"
    case from50 = "from_50"
    case withoutEmployees = "without_employees"
    // The day from which invoices must be sent electronically.
    case withinAYear = "within_a_year"
    case later
    case inForce = "in_force"
    // Ways to reach somebody.
    case phoneAndEmail = "phone_and_email"
    case phone, email
    case personalNumber = "personal_number"
    // Shared.
    case none, other, unknown
}
