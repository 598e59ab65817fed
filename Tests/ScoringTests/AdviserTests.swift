import FrenchBusiness
import Testing

@testable import Scoring

/// What is advised, situation by situation. Today is Monday, 23 November 2026.
@Suite struct AdviserTests {
    /// « call first_contact », « wait unanswered 2026-11-24 ».
    private static func advised(_ lead: Situation) -> String {
        let advice = Adviser().advice(on: lead)
        return [advice.action.rawValue, advice.reason.code, advice.until?.text].compactMap(\.self).joined(
            separator: " "
        )
    }

    @Test(arguments: [
        ("call first_contact", situation()),
        ("email no_phone", situation(phone: false, email: true)),
        ("find_number unreachable", situation(phone: false)),
        // Tries that nobody answered: one business day, then two, three, five; on Friday the next is Monday.
        ("wait unanswered 2026-11-24", situation([(.noAnswer, 0)])),
        ("call unanswered", situation([(.noAnswer, 3)])),
        ("wait unanswered 2026-11-24", situation([(.voicemail, 3), (.noAnswer, 5)])),
        ("call unanswered", situation([(.voicemail, 3), (.noAnswer, 5)], urgency: "critical")),
        // The third goes to another channel where there is one.
        ("email unanswered", situation([(.voicemail, 0), (.noAnswer, 3), (.noAnswer, 5)], email: true)),
        ("wait unanswered 2026-11-26", situation([(.voicemail, 0), (.noAnswer, 3), (.noAnswer, 5)])),
        (
            "wait written 2026-11-26",
            situation([(.email, 0), (.voicemail, 0), (.noAnswer, 3), (.noAnswer, 5)], email: true)
        ),
        ("call written", situation([(.email, 5), (.voicemail, 6), (.noAnswer, 7), (.noAnswer, 8)], email: true)),
        // Six are enough for a season; who is worth less, for good.
        ("wait silent 2027-02-19", situation((0..<6).map { (.noAnswer, 2 + 4 * $0) })),
        ("drop silent", situation((0..<6).map { (.noAnswer, 2 + 4 * $0) }, band: "C")),
        ("call silent", situation((0..<6).map { (.noAnswer, 90 + 4 * $0) })),
        ("drop silent", situation((0..<6).map { (.noAnswer, 2 + 4 * $0) } + (0..<6).map { (.noAnswer, 130 + 4 * $0) })),
        // By mail alone.
        ("wait written 2026-11-30", situation([(.email, 0)], phone: false, email: true)),
        ("email written", situation([(.email, 7)], phone: false, email: true)),
        ("find_number silent", situation([(.email, 7), (.email, 14), (.email, 21)], phone: false, email: true)),
        ("drop silent", situation([(.email, 7), (.email, 14), (.email, 21)], phone: false, email: true, band: "D")),
    ])
    func aLeadThatNobodyHasSpokenWith(_ expected: String, _ lead: Situation) {
        #expect(Self.advised(lead) == expected)
    }

    @Test(arguments: [
        ("call came_to_us", situation([(.inbound, 0), (.noAnswer, 1)])),
        ("email came_to_us", situation([(.inbound, 0)], phone: false, email: true)),
        ("wait callback_asked 2026-11-24", situation([(.callback, 0)])),
        ("call callback_asked", situation([(.callback, 3)])),
        ("wait unanswered 2026-11-24", situation([(.noAnswer, 0), (.callback, 3)])),
        ("email talked", situation([(.reached, 0)], email: true)),
        ("wait talked 2026-11-30", situation([(.reached, 0)])),
        ("call talked", situation([(.reached, 7)])),
        ("wait met 2026-11-27", situation([(.email, 3), (.meeting, 4)], email: true)),
        ("call met", situation([(.email, 7), (.meeting, 8)], email: true)),
        // A refusal holds half a year, a quarter where it burns; the second one for good.
        ("wait refused 2027-05-22", situation([(.notInterested, 0)])),
        ("wait refused 2027-02-21", situation([(.notInterested, 0)], urgency: "critical")),
        ("call refused", situation([(.notInterested, 180)])),
        ("drop refused_again", situation([(.notInterested, 0), (.notInterested, 200)])),
        ("wait refused 2027-05-22", situation([(.notInterested, 0), (.inbound, 10), (.notInterested, 200)])),
        ("call came_to_us", situation([(.inbound, 0), (.notInterested, 1), (.notInterested, 200)])),
        // A number that is wrong is not called again.
        ("find_number wrong_number", situation([(.wrongNumber, 1)])),
        ("email wrong_number", situation([(.wrongNumber, 1)], email: true)),
        ("wait unanswered 2026-11-25", situation([(.noAnswer, 0), (.wrongNumber, 9)])),
    ])
    func whatSomebodySaidCounts(_ expected: String, _ lead: Situation) {
        #expect(Self.advised(lead) == expected)
    }

    @Test func whoMustNotBeProspectedIsDroppedWhateverElseIsKnown() {
        var lead = situation([(.inbound, 0)])
        lead.exclusion = "opposed"
        lead.contacts[0].next = Known.today
        #expect(Self.advised(lead) == "drop excluded")
    }

    @Test func thePlannedDayIsKept() {
        var lead = situation([(.notInterested, 1), (.noAnswer, 2)])
        lead.contacts[0].next = Known.today.adding(days: 9)
        #expect(Self.advised(lead) == "wait planned 2026-12-02")
        lead.today = lead.today.adding(days: 9)
        #expect(Self.advised(lead) == "call planned")
        // Being in touch again does what was planned.
        lead.contacts.insert(Situation.Contact(what: .noAnswer, on: lead.today), at: 0)
        #expect(Self.advised(lead) == "wait refused 2027-05-21")
    }

    @Test func theListsStepCountsUntilSomebodyWasInTouch() {
        var lead = situation()
        lead.listedStepOn = Known.today.adding(days: 2)
        #expect(Self.advised(lead) == "wait planned 2026-11-25")
        lead.contacts = [Situation.Contact(what: .noAnswer, on: Known.today.adding(days: -3))]
        #expect(Self.advised(lead) == "call unanswered")
    }

    @Test func aDealSetsThePace() {
        var lead = situation([(.noAnswer, 1)])
        lead.deals.openSince = Known.today.adding(days: -30)
        #expect(Self.advised(lead) == "wait deal_open 2026-11-27")
        lead.urgency = "high"
        #expect(Self.advised(lead) == "wait deal_open 2026-11-25")
        lead.contacts = []
        #expect(Self.advised(lead) == "call deal_open")

        lead.deals = Situation.Deals(wonOn: Known.today.adding(days: -1))
        #expect(Self.advised(lead) == "wait deal_won")
        lead.deals.lostOn = Known.today
        #expect(Self.advised(lead) == "wait deal_lost 2027-02-21")
        lead.today = lead.today.adding(days: 90)
        #expect(Self.advised(lead) == "call deal_lost")
    }

    @Test func theNextStepOfADealIsKept() {
        var lead = situation([(.reached, 4)])
        lead.deals.openSince = Known.today.adding(days: -30)
        lead.deals.steps = [Known.today.adding(days: 10)]
        #expect(Self.advised(lead) == "wait planned 2026-12-03")
        lead.today = lead.today.adding(days: 10)
        #expect(Self.advised(lead) == "call planned")
        // It was done, and a new one is not planned yet.
        lead.contacts.insert(Situation.Contact(what: .noAnswer, on: lead.today), at: 0)
        #expect(Self.advised(lead) == "wait deal_open 2026-12-10")
        // Another deal has one.
        lead.deals.steps.append(lead.today.adding(days: 6))
        #expect(Self.advised(lead) == "wait planned 2026-12-09")
        // What was planned with an exchange, or came from the prospect, comes first.
        lead.deals.steps = [lead.today.adding(days: 10)]
        lead.contacts[0].next = lead.today.adding(days: 2)
        #expect(Self.advised(lead) == "wait planned 2026-12-05")
        lead.contacts[0] = Situation.Contact(what: .inbound, on: lead.today)
        #expect(Self.advised(lead) == "call came_to_us")
    }

    @Test func aReceivershipIsLeftAloneWhileTheCourtWatches() {
        var lead = situation()
        lead.proceedingSince = Known.day(2026, 9, 30)
        #expect(Self.advised(lead) == "wait receivership 2027-03-30")
        // With whom we have spoken since, we go on.
        lead.contacts = [Situation.Contact(what: .reached, on: Known.day(2026, 10, 5))]
        #expect(Self.advised(lead) == "call talked")
        lead.contacts = []
        lead.today = Known.day(2027, 3, 30)
        #expect(Self.advised(lead) == "call first_contact")
    }

    /// Décret 2022-1313: at most four calls in thirty days, none for sixty days after a refusal; loi 2025-594.
    @Test func aPersonalMobileIsCalledByTheLawOfConsumers() {
        #expect(Adviser().advice(on: situation(personal: true)).hours == .consumer)
        #expect(Adviser().advice(on: situation()).hours == .office)
        #expect(Self.advised(situation(email: true, personal: true)) == "email personal_number")
        let before = Known.day(2026, 8, 10)
        #expect(Self.advised(situation(email: true, personal: true, today: before)) == "call first_contact")
        // Who asked to be called may be.
        #expect(Self.advised(situation([(.callback, 3)], email: true, personal: true)) == "call callback_asked")

        let four: [(Situation.What, Int)] = [(.noAnswer, 8), (.noAnswer, 12), (.voicemail, 20), (.noAnswer, 29)]
        #expect(Self.advised(situation(four, personal: true)) == "wait call_limit 2026-11-24")
        #expect(Self.advised(situation(four)) == "call unanswered")
        let spread = four.dropLast() + [(.noAnswer, 30)]
        #expect(Self.advised(situation(Array(spread), personal: true)) == "call unanswered")

        var planned = situation([(.notInterested, 20)], personal: true)
        planned.contacts[0].next = Known.today
        #expect(Self.advised(planned) == "wait refusal_limit 2027-01-02")

        // What other departments did with the company counts.
        var shared = situation([(.noAnswer, 8)], personal: true)
        #expect(Self.advised(shared) == "call unanswered")
        shared.house = Situation.House(situation(four).contacts)
        #expect(Self.advised(shared) == "wait call_limit 2026-11-24")
        shared.house = Situation.House(situation([(.notInterested, 59)]).contacts)
        #expect(Self.advised(shared) == "wait refusal_limit 2026-11-24")
        shared.isPersonalNumber = false
        #expect(Self.advised(shared) == "call unanswered")
    }

    @Test func holidaysAreNoBusinessDays() {
        // The Friday before All Saints' Day of 2027, a Monday.
        #expect(
            Self.advised(situation([(.noAnswer, 0)], today: Known.day(2027, 10, 29))) == "wait unanswered 2027-11-02"
        )
        let eve = Known.day(2026, 12, 24)
        var strasbourg = situation([(.noAnswer, 0), (.noAnswer, 1)], today: eve)
        #expect(Self.advised(strasbourg) == "wait unanswered 2026-12-29")
        strasbourg.isAlsaceMoselle = true
        #expect(Self.advised(strasbourg) == "wait unanswered 2026-12-29", "26 December 2026 is a Saturday")
        strasbourg = situation([(.noAnswer, 0)], today: Known.day(2027, 3, 25))
        #expect(Self.advised(strasbourg) == "wait unanswered 2027-03-26")
        strasbourg.isAlsaceMoselle = true
        #expect(Self.advised(strasbourg) == "wait unanswered 2027-03-30", "Good Friday, then Easter Monday")
    }

    /// Whatever happened, in whatever order: an answer comes, it waits for the future only, a call has a number and
    /// keeps to the law, and nobody who may not be prospected is contacted.
    @Test func anyHistoryGetsSoundAdvice() {
        var dice = Dice(7)
        let all: [Situation.What] = [
            .inbound, .meeting, .reached, .callback, .notInterested, .noAnswer, .voicemail, .wrongNumber, .email, .plan,
        ]
        for _ in 0..<5_000 {
            var day = Int.random(in: -3...1, using: &dice)
            let contacts = (0..<Int.random(in: 0...12, using: &dice)).map { _ -> (Situation.What, Int) in
                day += Int.random(in: 0...40, using: &dice)
                return (all.randomElement(using: &dice) ?? .email, day)
            }
            var lead = situation(
                contacts,
                phone: dice.flag(),
                email: dice.flag(),
                personal: dice.flag(),
                band: ["A", "B", "C", "D"].randomElement(using: &dice) ?? "A",
                urgency: ["critical", "normal"].randomElement(using: &dice) ?? "normal"
            )
            if dice.flag() { lead.exclusion = "opposed" }
            if dice.flag(), !lead.contacts.isEmpty {
                lead.contacts[0].next = lead.today.adding(days: Int.random(in: -5...5, using: &dice))
            }
            let advice = Adviser().advice(on: lead)
            #expect((advice.until ?? .latest) > lead.today)
            #expect((advice.action == .call) == (advice.hours != nil))
            if lead.exclusion != nil { #expect(advice.action == .drop) }
            if advice.action == .call {
                #expect(lead.hasPhone)
                let recent = lead.contacts.filter { $0.what.isCall && $0.on.days(until: lead.today) < 30 }
                if lead.isPersonalNumber { #expect(recent.count < 4 && advice.hours == .consumer) }
            }
            if advice.action == .email { #expect(lead.hasEmail) }
            let words = AdviceText.wording(of: advice)
            #expect(!words.french.isEmpty && !words.english.isEmpty)
        }
    }

    @Test func anExchangeThatAWrongClockHasInTheFutureWasToday() {
        #expect(Self.advised(situation([(.noAnswer, -400)])) == "wait unanswered 2026-11-24")
        #expect(Self.advised(situation([(.notInterested, -400)])) == "wait refused 2027-05-22")
        var lead = situation(personal: true)
        lead.house.refusals = [Known.today.adding(days: 400)]
        #expect(Self.advised(lead) == "wait refusal_limit 2027-01-22")
    }

    @Test func whatReadsAlikeHasOneFingerprint() {
        let call = Adviser().advice(on: situation([(.noAnswer, 3)]))
        var later = situation([(.noAnswer, 3)])
        later.today = later.today.adding(days: 1)
        #expect(Adviser().advice(on: later).fingerprint == call.fingerprint, "the next morning nothing is written")
        #expect(Adviser().advice(on: situation([(.noAnswer, 4)])).fingerprint != call.fingerprint)
    }
}

func situation(
    _ contacts: [(Situation.What, Int)] = [],
    phone: Bool = true,
    email: Bool = false,
    personal: Bool = false,
    band: String = "B",
    urgency: String = "normal",
    today: CivilDate = Known.today
) -> Situation {
    let contacts = contacts.map { Situation.Contact(what: $0, on: today.adding(days: -$1)) }
    return Situation(
        today: today,
        exclusion: nil,
        hasPhone: phone,
        hasEmail: email,
        isPersonalNumber: personal,
        band: band,
        urgency: urgency,
        proceedingSince: nil,
        contacts: contacts,
        listedStepOn: nil,
        deals: Situation.Deals(),
        house: Situation.House(contacts),
        isAlsaceMoselle: false
    )
}
