import Contracts
import Foundation
import FrenchBusiness

/// Advice on leads that were looked at: what differs from what stands.
struct Advising: Sendable {
    let today: CivilDate
    private let adviser = Adviser()

    init(now: Date, zone: TimeZone) { today = CivilDate(now, in: zone) }

    /// - Parameters:
    ///   - leads: of whole companies, so that what the law limits is counted over all departments.
    ///   - verdicts: of leads whose score has changed just now; the others' stands in `known`.
    func changes(
        _ leads: [LeadState],
        _ known: [LeadID: AdviceStore.Known],
        _ verdicts: [Verdict]
    ) -> [AdviceStore.Change] {
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
            let advice = adviser.advice(on: situation(lead, known, score, houses[lead.rootID] ?? Situation.House()))
            guard advice.fingerprint != known.fingerprint else { return nil }
            return AdviceStore.Change(lead: lead.leadID, department: lead.department, advice: advice)
        }
        .sorted { $0.lead.description < $1.lead.description }
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
