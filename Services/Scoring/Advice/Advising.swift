import Contracts
import Foundation
import FrenchBusiness

/// Advice on leads that were looked at: what differs from what stands.
struct Advising: Sendable {
    let today: CivilDate
    private let adviser = Adviser()

    init(now: Date, zone: TimeZone) { today = CivilDate(now, in: zone) }

    /// - Parameter verdicts: of leads whose score has changed just now; the others' stands in `known`.
    func changes(
        _ leads: [LeadState],
        _ known: [LeadID: AdviceStore.Known],
        _ verdicts: [Verdict]
    ) -> [AdviceStore.Change] {
        let judged = Dictionary(verdicts.map { ($0.event.leadID, $0.event) }) { first, _ in first }
        return leads.compactMap { lead in
            guard let known = known[lead.leadID] else { return nil }
            let score =
                judged[lead.leadID].map {
                    AdviceStore.Known.Score(band: $0.band, urgency: $0.urgency, exclusion: $0.exclusion?.code)
                } ?? known.score
            // Nothing is advised before there are facts.
            guard let score else { return nil }
            let advice = adviser.advice(on: situation(lead, known, score))
            guard advice.fingerprint != known.fingerprint else { return nil }
            return AdviceStore.Change(lead: lead.leadID, department: lead.department, advice: advice)
        }
        .sorted { $0.lead.description < $1.lead.description }
    }

    private func situation(
        _ lead: LeadState,
        _ known: AdviceStore.Known,
        _ score: AdviceStore.Known.Score
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
            isAlsaceMoselle: lead.place.map { ["57", "67", "68"].contains($0) } ?? false
        )
    }
}
