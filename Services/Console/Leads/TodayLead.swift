import Contracts
import Foundation
import FrenchBusiness

/// A line of *Aujourd'hui*.
struct TodayLead: Sendable {
    let id: LeadID
    let company: String
    let city: String?
    let workforce: WorkforceBand?
    /// nil while the lead waits for identification
    let points: Int?
    /// first contact expected by; nil once somebody was in touch
    let dueAt: Date?
    let nextStep: String?
    let nextStepOn: CivilDate?
    /// nil while the lead waits for identification
    let turnover: TurnoverGlance?
    let band: String?
    let reasons: [String]
    /// E.164
    let phone: String?
    let contact: String?
    /// nil while the lead waits for identification
    let advice: LeadAdvice?

    /// How long is left, in words, and how it should look.
    func deadline(at moment: Moment) -> Deadline {
        if let day = nextStepOn { return Deadline(step: day, today: moment.day) }
        if let dueAt { return Deadline(contact: dueAt, now: moment.now) }
        return Deadline(tone: .missing, text: "Aucune suite prévue")
    }
}

/// Turnover on one line: an amount with its movement, or why there is none.
struct TurnoverGlance: Sendable {
    let status: TurnoverStatus?
    let cents: Int64?
    let changeBasisPoints: Int?
    let trend: String?

    /// « 230 k€ · +12,5 % », « CA confidentiel ».
    var text: String {
        guard let status else { return "CA en recherche" }
        guard status.hasAmount, let cents else { return status.label }
        let amount = Money(cents: cents).compact + (status == .estimated ? " (estimé)" : "")
        guard let changeBasisPoints else { return amount }
        return amount + " · " + FrenchText.percent(basisPoints: changeBasisPoints)
    }

    /// An arrow for the eye; the text beside it says the same.
    var arrow: String {
        switch trend {
        case "surge", "growth": "↗"
        case "decline", "fall": "↘"
        case "stable": "→"
        default: ""
        }
    }
}

/// What a deadline says and how it looks: red overdue, green today, grey later, yellow none planned.
struct Deadline: Equatable, Sendable {
    enum Tone: String, Sendable {
        case overdue, today, later, missing
    }

    let tone: Tone
    let text: String

    init(tone: Tone, text: String) {
        self.tone = tone
        self.text = text
    }

    init(step: CivilDate, today: CivilDate) {
        let days = today.days(until: step)
        switch days {
        case ..<0: self.init(tone: .overdue, text: "Suite en retard de " + FrenchText.days(-days))
        case 0: self.init(tone: .today, text: "Suite prévue aujourd’hui")
        default: self.init(tone: .later, text: "Suite le " + step.frenchShort)
        }
    }

    init(contact due: Date, now: Date) {
        let minutes = Int((due.timeIntervalSince(now) / 60).rounded(.down))
        let text = FrenchText.span(minutes: abs(minutes))
        if minutes < 0 {
            self.init(tone: .overdue, text: "En retard de " + text)
        } else {
            self.init(tone: minutes < 24 * 60 ? .today : .later, text: "À contacter sous " + text)
        }
    }
}
