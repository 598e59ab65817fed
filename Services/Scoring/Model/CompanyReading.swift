import Contracts
import FrenchBusiness

/// A company's identity facts as the rules read them; what does not parse is unknown.
struct CompanyReading: Sendable {
    let size: CompanySize
    let band: WorkforceBand?
    let form: LegalForm?
    private let facts: CompanyFacts
    let source: String?
    private let today: CivilDate

    init(_ inputs: ScoreInputs) {
        facts = inputs.facts
        source = inputs.source
        today = inputs.today
        band = facts.workforceBand.flatMap(WorkforceBand.init(rawValue:))
        form = facts.legalForm.flatMap { LegalForm($0) }
        let latest = TurnoverYears(inputs.turnover, today: inputs.today).latest
        size = .derived(
            category: facts.category.flatMap(SizeCategory.init(rawValue:)),
            band: band,
            turnover: latest?.money
        )
    }

    var sizeOutcome: RuleOutcome {
        switch size {
        case .tpe: .tpe
        case .pme: .pme
        case .eti: .eti
        case .ge: .ge
        case .unknown: .unknown
        }
    }

    var sizeFinding: Finding {
        Finding(.size, sizeOutcome, input: size.label, source: source)
    }

    var employerOutcome: RuleOutcome {
        guard let band else { return .unknown }
        return switch band.lowerBound {
        case 0: .withoutEmployees
        case ..<10: .from1To9
        case ..<50: .from10To49
        default: .from50
        }
    }

    var employerFinding: Finding { Finding(.employer, employerOutcome, input: workforceInput, source: source) }

    var ageOutcome: RuleOutcome {
        guard facts.createdOn != nil else { return .unknown }
        let outcomes: [RuleOutcome] = [.under1Year, .under5Years, .under10Years, .under20Years]
        return zip(Self.ages, outcomes).first { isYounger(than: $0.0) }?.1 ?? .over20Years
    }

    /// Years that the rules tell apart.
    static let ages = [1, 5, 10, 20]

    var ageFinding: Finding {
        let input = facts.createdOn.map(ScoreText.created) ?? ScoreText.unknownCreation
        return Finding(.age, ageOutcome, input: input, source: source, date: facts.createdOn)
    }

    var legalFormOutcome: RuleOutcome {
        if facts.isPublicBody || form?.isPublicBody == true {
            .publicBody
        } else if facts.isAssociation || form?.isAssociation == true {
            .association
        } else if facts.isSoleTrader || form?.isSoleTrader == true {
            .soleTrader
        } else if let form {
            form.code.hasPrefix("5") ? .commercial : .other
        } else {
            .unknown
        }
    }

    var legalFormFinding: Finding {
        Finding(.legalForm, legalFormOutcome, input: form?.label ?? ScoreText.unknownForm, source: source)
    }

    var eInvoicingOutcome: RuleOutcome {
        guard let day = EInvoicing.emissionDate(for: size) else { return .unknown }
        return day <= today ? .inForce : day <= today.adding(months: 12) ? .withinAYear : .later
    }

    var eInvoicingFinding: Finding {
        guard let day = EInvoicing.emissionDate(for: size) else {
            return Finding(.eInvoicing, .unknown, input: size.label)
        }
        return Finding(.eInvoicing, eInvoicingOutcome, input: day.frenchShort, source: "loi 2023-1322", date: day)
    }

    /// `3 à 5 salariés (2023)`
    var workforceInput: String {
        band.map { ScoreText.workforce($0, year: facts.workforceYear) } ?? ScoreText.unknownWorkforce
    }

    /// Only where the registers know no open establishment.
    var establishmentsFinding: Finding? {
        hasNoEstablishment ? Finding(.openEstablishments, .none, input: "0", source: source) : nil
    }

    var hasNoEstablishment: Bool { facts.establishments.map { $0 <= 0 } ?? false }

    /// What makes a need likely where turnover is not known.
    var standIn: RuleOutcome {
        if isYounger(than: 1) { return .newCompany }
        if isYounger(than: 5) { return .youngCompany }
        return band.map { (1..<10).contains($0.lowerBound) } == true ? .smallEmployer : .other
    }

    var standInFinding: Finding {
        let input = [
            facts.createdOn.map(ScoreText.created), band.map { ScoreText.workforce($0, year: facts.workforceYear) },
        ]
        let known = input.compactMap { $0 }.joined(separator: ", ")
        return Finding(
            .unknownTurnover,
            standIn,
            input: known.isEmpty ? ScoreText.nothingKnown : known,
            source: source,
            date: facts.createdOn
        )
    }

    private func isYounger(than years: Int) -> Bool {
        facts.createdOn.map { today < $0.adding(months: 12 * years) } ?? false
    }
}
