import FrenchBusiness

/// What a rule saw and what it came to, before a rule set says what that is worth.
struct Finding: Hashable, Sendable {
    let rule: Rule
    let outcome: RuleOutcome
    /// As people read it.
    let input: String
    /// Provider, or `import`.
    let source: String?
    /// The input's own date.
    let date: CivilDate?

    init(_ rule: Rule, _ outcome: RuleOutcome, input: String, source: String? = nil, date: CivilDate? = nil) {
        self.rule = rule
        self.outcome = outcome
        self.input = input
        self.source = source
        self.date = date
    }

    static func reachability(_ inputs: ScoreInputs) -> Finding {
        Finding(.reachability, inputs.reachability, input: ScoreText.ways(inputs), source: "import")
    }
}

extension ScoreInputs {
    /// Which ways of reaching somebody there are.
    var reachability: RuleOutcome {
        switch (hasPhone && !isPersonalNumber, hasEmail) {
        case (true, true): .phoneAndEmail
        case (true, false): .phone
        case (false, true): .email
        case (false, false): hasPhone ? .personalNumber : .none
        }
    }
}
