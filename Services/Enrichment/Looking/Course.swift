import Contracts
import Foundation
import FrenchBusiness

/// What a look begins with.
struct Start: Sendable {
    var waterfall: Waterfall
    var kept: [CachedReply]
    var dossier: Dossier?
    var years: [AccountingYear]
    /// Cents that the company has cost within a year.
    var spent: Int
    /// What the bulk file of ratios_inpi_bce says; nil: none was loaded.
    var file: RatiosFile?
}

/// A look in the middle of the waterfall: what is known by now decides who is asked next.
struct Course: Sendable {
    let siren: SIREN
    let start: Start
    var look: Look
    private(set) var spent: Int
    private var known: Known

    /// How soon a provider that may be missed is asked again.
    private static let pause = 3600.0

    init(_ siren: SIREN, _ start: Start, at moment: Date) {
        self.siren = siren
        self.start = start
        spent = start.spent
        look = Look(siren: siren, answers: [], away: [], waterfall: start.waterfall.version, at: moment)
        known = Known(
            dossier: start.dossier ?? Dossier(siren: siren, at: moment),
            years: start.years,
            today: CivilDate(dayOf: moment)
        )
    }

    /// The first rule of the step that holds.
    func reasonNotToAsk(_ step: Waterfall.Step) -> String? {
        step.unless.first { $0.holds(for: known) }?.rawValue
    }

    mutating func take(_ answer: Answer, _ step: Waterfall.Step, _ outcome: TrailEntry.Outcome) {
        look.answers.append(answer)
        spent += answer.costCents
        let merged = DossierRules.merged(start.dossier, start.years, with: look, start.waterfall.lifetimes)
        known.dossier = merged.dossier
        known.years = merged.years
        known.hasRegisterAnswered = known.hasRegisterAnswered || ProviderName.registers.contains(answer.provider)
        note(step, outcome, at: answer.fetchedAt, cost: answer.costCents, file: answer.file?.label)
    }

    /// The bulk file answers without a call.
    /// - Parameter since: answers from before are not fresh enough: the file is read, and the provider asked besides.
    mutating func takeFile(_ step: Waterfall.Step, since: Date) {
        guard let file = start.file else { return skip(step, .skipped, "no_file") }
        let isRecent = start.waterfall.lifetimes.after(.file, file.proof.moment) > look.at
        if isRecent, file.proof.moment >= since { known.fileDate = file.proof.date }
        let answer = file.answer(about: siren)
        take(answer, step, answer.findings.isFound ? .found : .notFound)
    }

    mutating func skip(_ step: Waterfall.Step, _ outcome: TrailEntry.Outcome, _ reason: String?) {
        note(step, outcome, reason)
    }

    /// A step that gave nothing for a reason that lies with the provider.
    mutating func miss(_ step: Waterfall.Step, _ error: ProviderError) {
        switch error.reason {
        case .resting(let rest, let until):
            note(step, .budget, rest.rawValue, again: until)
            // A switch that an operator turned is no news to anybody.
            if rest != .stopped {
                look.exhausted.append(Exhaustion(provider: step.provider, scope: rest.scope, until: until))
            }
        case .companyBudget: note(step, .budget, "company_budget")
        case .perhapsPaid: note(step, .perhapsPaid, nil)
        case .disallowed: note(step, .disallowed, "robots")
        default:
            let again = step.mayBeMissed ? look.at.addingTimeInterval(Self.pause) : nil
            note(step, .away, error.code, again: again)
            if !step.mayBeMissed { look.away.append(step.provider) }
        }
    }

    private mutating func note(
        _ step: Waterfall.Step,
        _ outcome: TrailEntry.Outcome,
        _ reason: String? = nil,
        at moment: Date? = nil,
        again: Date? = nil,
        cost: Int = 0,
        file: String? = nil
    ) {
        let entry = TrailEntry(
            provider: step.provider,
            question: step.question,
            outcome: outcome,
            reason: reason,
            at: moment,
            again: again,
            costCents: cost,
            file: file
        )
        look.trail.append(entry)
    }
}

extension ProviderError {
    /// Whether asking again soon cannot help.
    var isFinal: Bool {
        switch reason {
        case .resting, .companyBudget, .perhapsPaid, .disallowed: true
        default: false
        }
    }

    /// Machine-readable.
    fileprivate var code: String {
        switch reason {
        case .status(let status): "status_\(status)"
        case .transport: "not_reached"
        case .unreadable: "unreadable"
        case .limited: "limited"
        case .breakerOpen: "breaker_open"
        case .resting(let rest, _): rest.rawValue
        case .companyBudget: "company_budget"
        case .underway: "underway"
        case .perhapsPaid: "perhaps_paid"
        case .login: "login"
        case .disallowed: "robots"
        case .rehearsal: "rehearsal"
        }
    }
}

extension ProviderError.Rest {
    /// As ``Contracts/BudgetExhausted`` names it.
    fileprivate var scope: String { self == .noCredits || self == .badKey ? "credits" : "day" }
}
