import FrenchBusiness

/// All that advice on a lead depends on, on one day.
struct Situation: Sendable {
    var today: CivilDate
    /// Code of why nobody may prospect; nil: one may.
    var exclusion: String?
    var hasPhone: Bool
    var hasEmail: Bool
    /// The only number is a sole trader's own mobile.
    var isPersonalNumber: Bool
    var band: String
    var urgency: String
    /// Since when a receivership or safeguard lasts.
    var proceedingSince: CivilDate?
    /// The latest first, as far back as was looked.
    var contacts: [Contact]
    /// What the imported list plans next.
    var listedStepOn: CivilDate?
    var deals: Deals
    /// What every department did with the company together, for limits that the law sets the house.
    var house = House()
    /// Good Friday and 26 December are holidays there.
    var isAlsaceMoselle: Bool

    /// One exchange, or one try.
    struct Contact: Codable, Hashable, Sendable {
        var what: What
        var on: CivilDate
        /// When the colleague planned to go on.
        var next: CivilDate?
    }

    enum What: String, Codable, Sendable {
        case inbound, meeting, reached, callback
        case notInterested = "not_interested"
        case noAnswer = "no_answer"
        case voicemail
        case wrongNumber = "wrong_number"
        case email
        /// A note that plans a step.
        case plan

        var isUnanswered: Bool { self == .noAnswer || self == .voicemail || self == .wrongNumber }
        /// Somebody spoke with us.
        var isAnswer: Bool {
            switch self {
            case .inbound, .meeting, .reached, .callback, .notInterested: true
            case .noAnswer, .voicemail, .wrongNumber, .email, .plan: false
            }
        }
        /// Counts where calls are limited.
        var isCall: Bool { isUnanswered || self == .reached || self == .callback || self == .notInterested }
    }

    /// Days of calls and of refusals, the latest first.
    struct House: Hashable, Sendable {
        var calls: [CivilDate] = []
        var refusals: [CivilDate] = []

        init(_ contacts: [Contact] = []) {
            calls = contacts.filter(\.what.isCall).map(\.on).sorted(by: >)
            refusals = contacts.filter { $0.what == .notInterested }.map(\.on).sorted(by: >)
        }
    }

    struct Deals: Hashable, Sendable {
        var openSince: CivilDate?
        /// Days of the next steps of those that are open, the earliest first.
        var steps: [CivilDate] = []
        var wonOn: CivilDate?
        var lostOn: CivilDate?
    }
}

extension Situation {
    /// An exchange that a wrong clock has in the future was today.
    var asOfToday: Situation {
        let latest = [contacts.first?.on, house.calls.first, house.refusals.first].compactMap(\.self).max()
        guard let latest, latest > today else { return self }
        var held = self
        for index in held.contacts.indices { held.contacts[index].on = min(held.contacts[index].on, today) }
        held.house.calls = house.calls.map { min($0, today) }
        held.house.refusals = house.refusals.map { min($0, today) }
        return held
    }

    /// Whether advice may differ from day to day, apart from the day from which consumers must consent.
    var hasDays: Bool {
        !contacts.isEmpty || listedStepOn != nil || deals != Deals() || proceedingSince != nil || house != House()
    }

    /// The step that stands: being in touch again does what was planned before.
    var plannedOn: CivilDate? { contacts.isEmpty ? listedStepOn : contacts[0].next }

    var lastAnswer: Contact? { contacts.first { $0.what.isAnswer } }

    /// The tries since somebody answered last, cut where they paused for a season, the latest first; and how many such
    /// series came before.
    func series(pause days: Int) -> (tries: [Contact], earlier: Int) {
        let open = contacts.prefix { !$0.what.isAnswer }.filter { $0.what != .plan }
        var tries: [Contact] = []
        var earlier = 0
        var later = today
        for contact in open {
            if contact.on.days(until: later) >= days { earlier += 1 }
            if earlier == 0 { tries.append(contact) }
            later = contact.on
        }
        return (tries, earlier)
    }
}
