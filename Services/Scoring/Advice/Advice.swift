import FrenchBusiness

/// What to do next with a lead, and why: without words, so that two are compared in no time.
struct Advice: Hashable, Sendable {
    enum Action: String, CaseIterable, Sendable {
        case call, email, wait, drop
        case findNumber = "find_number"
    }

    /// Which hours a call keeps to.
    enum Hours: String, CaseIterable, Sendable {
        case office
        /// Only a sole trader's own mobile is known: the hours in which consumers may be called.
        case consumer
    }

    var action: Action
    var reason: Reason
    /// Nothing is to be done before this day; nil: not to wait, or without an end that can be told.
    var until: CivilDate?
    /// nil: no call
    var hours: Hours?

    static func wait(_ reason: Reason, until day: CivilDate? = nil) -> Advice {
        Advice(action: .wait, reason: reason, until: day)
    }
}

extension Advice {
    /// What speaks for an action: facts and their days, never "so many days ago", so that what has not changed reads as
    /// yesterday.
    enum Reason: Hashable, Sendable {
        /// The score's own code of why nobody may prospect.
        case excluded(code: String)
        case firstContact
        case cameToUs(CivilDate)
        case planned(CivilDate)
        case callbackAsked(CivilDate)
        case talked(CivilDate)
        case met(CivilDate)
        case refused(CivilDate)
        case refusedAgain(CivilDate)
        case wrongNumber(CivilDate)
        case noPhone
        case unreachable
        /// Calls that nobody answered, one after the other.
        case unanswered(calls: Int, last: CivilDate)
        case written(mails: Int, last: CivilDate)
        case silent(attempts: Int, last: CivilDate)
        /// The house has called a personal number as often as the law has it.
        case callLimit
        /// Somebody of the house was refused on a personal number too lately.
        case refusalLimit
        case personalNumber
        case receivership(CivilDate)
        case dealOpen(CivilDate)
        case dealLost(CivilDate)
        case dealWon(CivilDate)

        /// Stable, for readers that want no words.
        var code: String {
            switch self {
            case .excluded: "excluded"
            case .firstContact: "first_contact"
            case .cameToUs: "came_to_us"
            case .planned: "planned"
            case .callbackAsked: "callback_asked"
            case .talked: "talked"
            case .met: "met"
            case .refused: "refused"
            case .refusedAgain: "refused_again"
            case .wrongNumber: "wrong_number"
            case .noPhone: "no_phone"
            case .unreachable: "unreachable"
            case .unanswered: "unanswered"
            case .written: "written"
            case .silent: "silent"
            case .callLimit: "call_limit"
            case .refusalLimit: "refusal_limit"
            case .personalNumber: "personal_number"
            case .receivership: "receivership"
            case .dealOpen: "deal_open"
            case .dealLost: "deal_lost"
            case .dealWon: "deal_won"
            }
        }

        /// The day that it speaks of.
        var day: CivilDate? {
            switch self {
            case .cameToUs(let day), .planned(let day), .callbackAsked(let day), .talked(let day), .met(let day),
                .refused(let day), .refusedAgain(let day), .wrongNumber(let day),
                .receivership(let day), .dealOpen(let day), .dealLost(let day), .dealWon(let day):
                day
            case .unanswered(_, let last), .written(_, let last), .silent(_, let last): last
            case .excluded, .firstContact, .noPhone, .unreachable, .personalNumber, .callLimit, .refusalLimit: nil
            }
        }

        var count: Int {
            switch self {
            case .unanswered(let count, _), .written(let count, _), .silent(let count, _): count
            default: 0
            }
        }
    }

    /// Grows when the words change, so that what is stored is written again.
    private static let wording = 1

    /// Of all that a reader sees of it, the department's statistics apart.
    var fingerprint: Int64 {
        var print = Fingerprint()
        print.add(Self.wording)
        for text in [action.rawValue, reason.code, hours?.rawValue] { print.add(text) }
        if case .excluded(let code) = reason { print.add(code) }
        print.add(reason.count)
        print.add(reason.day?.daysSinceEpoch ?? 0)
        print.add(until?.daysSinceEpoch ?? 0)
        return print.value
    }
}
