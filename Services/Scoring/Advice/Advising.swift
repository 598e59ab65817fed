import Contracts
import Foundation
import FrenchBusiness

/// Advice on leads that were looked at: what differs from what stands.
struct Advising: Sendable {
    let today: CivilDate
    private let adviser = Adviser()

    init(now: Date, zone: TimeZone) { today = CivilDate(now, in: zone) }

    /// Of those leads of which there are facts.
    /// - Parameters:
    ///   - leads: of whole companies, so that what the law limits is counted over all departments.
    ///   - verdicts: of leads whose score has changed just now; the others' stands in `known`.
    func situations(
        of leads: [LeadState],
        _ known: [LeadID: AdviceStore.Known],
        _ verdicts: [Verdict]
    ) -> [Advised] {
        let judged = Dictionary(verdicts.map { ($0.event.leadID, $0.event) }) { first, _ in first }
        let houses = Dictionary(grouping: leads, by: \.rootID).mapValues { leads in
            Situation.House(leads.flatMap { known[$0.leadID]?.contacts ?? [] })
        }
        return leads.compactMap { lead in
            guard let known = known[lead.leadID] else { return nil }
            let score =
                judged[lead.leadID].map {
                    AdviceStore.Known.Score(band: $0.band, urgency: $0.urgency, exclusion: $0.exclusion?.code)
                } ?? known.score
            // Nothing is advised before there are facts.
            guard let score else { return nil }
            return Advised(
                lead: lead,
                situation: situation(lead, known, score, houses[lead.rootID] ?? Situation.House()),
                fingerprint: known.fingerprint
            )
        }
    }

    func changes(_ situations: [Advised]) -> [AdviceStore.Change] {
        situations.compactMap { one in
            let advice = adviser.advice(on: one.situation)
            guard advice.fingerprint != one.fingerprint else { return nil }
            return AdviceStore.Change(lead: one.lead.leadID, department: one.lead.department, advice: advice)
        }
        .sorted { $0.lead.description < $1.lead.description }
    }

    /// The first day on which advice is another by time alone.
    func turn(of situation: Situation, in days: DaysAhead) -> CivilDate {
        guard situation.hasDays else { return days.turn { Adviser.consentFrom <= $0 } }
        let now = adviser.advice(on: situation).fingerprint
        var other = situation
        return days.first { day in
            other.today = day
            return adviser.advice(on: other).fingerprint != now
        }
    }

    /// A lead on which something can be advised.
    struct Advised: Sendable {
        let lead: LeadState
        let situation: Situation
        /// Of the advice that stands.
        let fingerprint: Int64?
    }

    private func situation(
        _ lead: LeadState,
        _ known: AdviceStore.Known,
        _ score: AdviceStore.Known.Score,
        _ house: Situation.House
    ) -> Situation {
        Situation(
            today: today,
            exclusion: score.exclusion,
            hasPhone: lead.reach.hasPhone,
            hasEmail: lead.reach.hasEmail,
            isPersonalNumber: lead.reach.isPersonalNumber,
            band: score.band,
            urgency: score.urgency,
            proceedingSince: lead.company.proceeding?.since,
            contacts: known.contacts,
            listedStepOn: known.listedStepOn,
            deals: known.deals,
            house: house,
            isAlsaceMoselle: lead.place.map { ["57", "67", "68"].contains($0) } ?? false
        )
    }
}
