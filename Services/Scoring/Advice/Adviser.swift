import FrenchBusiness

/// The next best action: what one knows decides, in an order that a sales manager can read from top to bottom.
///
/// Where only a sole trader's own mobile is known, calls keep to what consumers may be subjected to, because nobody can
/// tell from the number which of the two picks up: Monday to Friday, 10 to 13 and 14 to 20 o'clock, four calls in thirty
/// days, none for sixty days after a refusal, all departments of the house together (code de la consommation, D. 223-9; décret 2022-1313). Since 11 August 2026
/// consumers may only be called with their consent (L. 223-1; loi 2025-594); a trader called about the trade is none, so
/// such a lead may be called, but an e-mail comes first where there is an address. E-mail to professionals needs no
/// consent if it is about their profession and easy to object to (CNIL).
struct Adviser: Sendable {
    /// Days between tries that nobody answered, in business days: the second waits one, the third two…
    private static let gaps = [1, 2, 3, 5, 5]
    /// From how many unanswered calls on another channel is tried, and after how many nobody calls for a season: fewer
    /// than six tries leave too many unreached.
    private static let (switching, giving) = (3, 6)
    private static let mailsMax = 3
    /// Days.
    private static let (season, refusal, urgentRefusal) = (90, 180, 90)
    private static let (legalCalls, legalDays, legalRefusal) = (4, 30, 60)

    func advice(on lead: Situation) -> Advice {
        let lead = lead.asOfToday
        if let code = lead.exclusion { return Advice(action: .drop, reason: .excluded(code: code)) }
        return told(lead) ?? dealt(lead) ?? refused(lead) ?? spared(lead) ?? answered(lead) ?? tried(lead)
    }

    // MARK: What somebody said

    /// The prospect came to us or asked for a call, or a colleague has planned the day.
    private func told(_ lead: Situation) -> Advice? {
        if let day = lead.plannedOn {
            return day > lead.today ? .wait(.planned(day), until: day) : contact(lead, .planned(day))
        }
        guard let last = lead.contacts.first else { return nil }
        if last.what == .inbound { return contact(lead, .cameToUs(last.on)) }
        guard last.what == .callback else { return nil }
        let day = business(lead, 1, after: last.on)
        return lead.today < day ? .wait(.callbackAsked(last.on), until: day) : contact(lead, .callbackAsked(last.on))
    }

    /// The latest answer was a refusal. A second one without a sign of interest between them is the last.
    private func refused(_ lead: Situation) -> Advice? {
        guard let last = lead.lastAnswer, last.what == .notInterested else { return nil }
        let refusals = lead.contacts.prefix { $0.what != .inbound && $0.what != .meeting }
            .filter { $0.what == .notInterested }
        guard refusals.count < 2 else { return Advice(action: .drop, reason: .refusedAgain(last.on)) }
        let isUrgent = lead.urgency == Urgency.critical.rawValue
        let until = last.on.adding(days: isUrgent ? Self.urgentRefusal : Self.refusal)
        return lead.today < until ? .wait(.refused(last.on), until: until) : nil
    }

    /// Somebody spoke with us, and nobody has called in vain since: it is sent in writing, then left to work for a week.
    private func answered(_ lead: Situation) -> Advice? {
        let since = lead.contacts.prefix { !$0.what.isAnswer }
        guard let last = lead.lastAnswer, last.what != .notInterested, !since.contains(where: { $0.what.isUnanswered })
        else { return nil }
        let reason: Advice.Reason = last.what == .meeting ? .met(last.on) : .talked(last.on)
        let mail = since.first { $0.what == .email }
        if mail == nil, lead.hasEmail { return Advice(action: .email, reason: reason) }
        let day = business(lead, 5, after: mail?.on ?? last.on)
        return lead.today < day ? .wait(reason, until: day) : contact(lead, reason)
    }

    // MARK: What stands in the way

    private func dealt(_ lead: Situation) -> Advice? {
        let deals = lead.deals
        if let since = deals.openSince {
            if lead.lastAnswer?.what == .notInterested { return nil }
            // Being in touch on its day or later was the step.
            if let step = deals.steps.first(where: { step in lead.contacts.first.map { $0.on < step } ?? true }) {
                return step > lead.today ? .wait(.planned(step), until: step) : contact(lead, .planned(step))
            }
            if let next = answered(lead) { return next }
            let last = max(lead.contacts.first?.on ?? since, since)
            let isUrgent = lead.urgency == Urgency.critical.rawValue || lead.urgency == Urgency.high.rawValue
            let day = business(lead, isUrgent ? 3 : 5, after: last)
            return lead.today < day ? .wait(.dealOpen(since), until: day) : contact(lead, .dealOpen(since))
        }
        if let won = deals.wonOn, deals.lostOn.map({ $0 <= won }) ?? true { return .wait(.dealWon(won)) }
        guard let lost = deals.lostOn, lead.contacts.first.map({ $0.on <= lost }) ?? true else { return nil }
        let until = lost.adding(days: Self.season)
        return lead.today < until ? .wait(.dealLost(lost), until: until) : contact(lead, .dealLost(lost))
    }

    /// Through the first six months of a receivership or safeguard the court watches what is bought; with whom we have
    /// spoken since, we go on.
    private func spared(_ lead: Situation) -> Advice? {
        guard let since = lead.proceedingSince, lead.lastAnswer.map({ $0.on < since }) ?? true else { return nil }
        let until = since.adding(months: 6)
        return lead.today < until ? .wait(.receivership(since), until: until) : nil
    }

    // MARK: What was tried

    private func tried(_ lead: Situation) -> Advice {
        let (tries, earlier) = lead.series(pause: Self.season)
        let calls = tries.filter { $0.what.isUnanswered }
        let mails = tries.filter { $0.what == .email }
        guard let channel = channel(lead) else {
            return Advice(action: .findNumber, reason: wrongNumber(lead).map(Advice.Reason.wrongNumber) ?? .unreachable)
        }
        guard let last = tries.first else {
            return channel == .call ? call(lead, beginning(lead, again: earlier > 0)) : mail(lead)
        }
        let isWorthMore = lead.band == "A" || lead.band == "B"
        let isSpent = channel == .call ? calls.count >= Self.giving : mails.count >= Self.mailsMax
        if isSpent {
            let reason = Advice.Reason.silent(attempts: tries.count, last: last.on)
            // The second series in vain is the last.
            guard isWorthMore, earlier == 0 else { return Advice(action: .drop, reason: reason) }
            if channel == .email { return Advice(action: .findNumber, reason: reason) }
            return .wait(reason, until: last.on.adding(days: Self.season))
        }
        if channel == .email { return again(lead, mails: mails) }
        if calls.count >= Self.switching, mails.isEmpty, lead.hasEmail {
            return Advice(action: .email, reason: .unanswered(calls: calls.count, last: calls[0].on))
        }
        let isUrgent = lead.urgency == Urgency.critical.rawValue
        let gap = last.what == .email ? 3 : Self.gaps[min(max(calls.count, 1), Self.gaps.count) - 1]
        let day = business(lead, isUrgent ? min(gap, 1) : gap, after: last.on)
        let reason: Advice.Reason =
            last.what == .email
            ? .written(mails: mails.count, last: last.on) : .unanswered(calls: calls.count, last: last.on)
        return lead.today < day ? .wait(reason, until: day) : call(lead, reason)
    }

    private func again(_ lead: Situation, mails: [Situation.Contact]) -> Advice {
        guard let last = mails.first else { return mail(lead) }
        let reason = Advice.Reason.written(mails: mails.count, last: last.on)
        let day = business(lead, 5, after: last.on)
        return lead.today < day ? .wait(reason, until: day) : Advice(action: .email, reason: reason)
    }

    /// Why one begins, or begins again.
    private func beginning(_ lead: Situation, again: Bool) -> Advice.Reason {
        let open = lead.contacts.prefix { !$0.what.isAnswer }.filter { $0.what != .plan }
        if again, let last = open.first { return .silent(attempts: open.count, last: last.on) }
        return lead.lastAnswer.map { .refused($0.on) } ?? .firstContact
    }

    // MARK: By which way

    /// Now, by the best way there is.
    private func contact(_ lead: Situation, _ reason: Advice.Reason) -> Advice {
        switch channel(lead) {
        case .call: call(lead, reason)
        case .email: Advice(action: .email, reason: reason)
        default: Advice(action: .findNumber, reason: reason)
        }
    }

    private func channel(_ lead: Situation) -> Advice.Action? {
        if lead.hasPhone, wrongNumber(lead) == nil { return .call }
        return lead.hasEmail ? .email : nil
    }

    /// The day on which the number turned out to be wrong, unless a later call went through.
    private func wrongNumber(_ lead: Situation) -> CivilDate? {
        guard let call = lead.contacts.first(where: { $0.what.isCall }), call.what == .wrongNumber else { return nil }
        return call.on
    }

    /// A call, if the law has room for one.
    private func call(_ lead: Situation, _ reason: Advice.Reason) -> Advice {
        guard lead.isPersonalNumber else { return Advice(action: .call, reason: reason, hours: .office) }
        let isAskedFor = lead.contacts.contains { $0.what == .inbound || $0.what == .callback || $0.what == .meeting }
        let isWritten = lead.contacts.contains { $0.what == .email }
        if !isAskedFor, !isWritten, lead.hasEmail, lead.today >= Self.consentFrom {
            return Advice(action: .email, reason: .personalNumber)
        }
        if let refusal = lead.house.refusals.first, refusal.days(until: lead.today) < Self.legalRefusal {
            return .wait(.refusalLimit, until: refusal.adding(days: Self.legalRefusal))
        }
        let recent = lead.house.calls.filter { $0.days(until: lead.today) < Self.legalDays }
        guard recent.count < Self.legalCalls else {
            return .wait(.callLimit, until: recent[Self.legalCalls - 1].adding(days: Self.legalDays))
        }
        return Advice(action: .call, reason: reason, hours: .consumer)
    }

    private func mail(_ lead: Situation) -> Advice {
        Advice(action: .email, reason: wrongNumber(lead).map(Advice.Reason.wrongNumber) ?? .noPhone)
    }

    /// From this day on consumers are called with their consent alone (L. 223-1 of the code de la consommation).
    static let consentFrom = CivilDate(year: 2026, month: 8, day: 11) ?? .earliest

    private func business(_ lead: Situation, _ days: Int, after day: CivilDate) -> CivilDate {
        WorkingCalendar(holidays: PublicHolidays(includesAlsaceMoselle: lead.isAlsaceMoselle))
            .businessDay(days, after: day) ?? day.adding(days: days)
    }
}
