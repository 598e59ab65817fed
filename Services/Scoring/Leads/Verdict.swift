import Contracts
import Foundation
import FrenchBusiness

/// What a lead's score is by all that is known now.
struct Verdict: Sendable {
    let event: LeadScored
    let inputs: ScoreInputs
    /// Of what readers see.
    let fingerprint: Int64
    /// Of what the rules saw, the day apart.
    let inputsFingerprint: Int64
    /// Readers see something else than before: it is announced. Otherwise only the inputs moved, and are kept for
    /// replays.
    let isNews: Bool
    /// The smallest changes that would lift the lead a band.
    let lifts: [Lift]
    /// Model that said the closing probability among the inputs.
    let model: UUID?
    /// Of the score with each word of its lines.
    let digest: Int64
}

/// Decides what readers should see of each lead: pure, so that the same knowledge gives the same answer in whatever
/// order it came.
struct Judge: Sendable {
    let model: any Scorer
    /// nil: too few deals are over.
    let chances: LeadChances?
    let zone: TimeZone
    /// Whether what would lift a lead is looked for; a dry run has no use for it.
    var findsLifts = true

    /// - Parameter leads: of whole companies, so that two leads that a merge made one are seen together.
    /// - Returns: a verdict for every lead that is not stored like this.
    /// - Throws: `EncodingError`, never for inputs that came from JSON.
    func verdicts(on leads: [LeadState], now: Date) throws -> [Verdict] {
        try judged(leads, now: now).filter { !$0.isStored }.map(\.verdict)
    }

    /// What is found of a lead, whether or not it is stored like this.
    struct Judged: Sendable {
        let lead: LeadState
        let verdict: Verdict
        let isStored: Bool
    }

    /// As ``verdicts(on:now:)``, of every lead that is ready.
    func judged(_ leads: [LeadState], now: Date) throws -> [Judged] {
        let today = CivilDate(now, in: zone)
        var taken: Set<Seat> = []
        var judged: [Judged] = []
        for lead in leads.sorted(by: { $0.precedes($1) }) {
            var exclusion = lead.exclusion(in: zone)
            guard lead.isReady(excluded: exclusion != nil) else { continue }
            if exclusion == nil, !taken.insert(Seat(company: lead.rootID, department: lead.department)).inserted {
                exclusion = Exclusion(code: "withdrawn", text: ExclusionText.duplicate)
            }
            let verdict = try verdict(on: lead, exclusion, today)
            let isKept = verdict.inputsFingerprint == lead.inputsFingerprint && lead.standing?.ruleSet == model.label
            judged.append(Judged(lead: lead, verdict: verdict, isStored: isKept && !verdict.isNews))
        }
        return judged.sorted { $0.verdict.event.leadID.description < $1.verdict.event.leadID.description }
    }

    /// A department works a company once.
    private struct Seat: Hashable {
        let company: CompanyID
        let department: DepartmentID
    }

    private func verdict(on lead: LeadState, _ exclusion: Exclusion?, _ today: CivilDate) throws -> Verdict {
        var inputs = inputs(lead, today)
        var score = exclusion == nil ? model.score(inputs) : model.excluded(inputs)
        if let chances, exclusion == nil {
            // The chance rests on the points, and only the band on the chance.
            let points = score.summary.points
            inputs.probabilityBasisPoints = chances.basisPoints(inputs, points: points, ruleSet: model.label)
            score.band = model.band(of: points, for: inputs)
        }
        let facts = lead.company.facts
        let event = LeadScored(
            leadID: lead.leadID,
            companyID: lead.rootID,
            department: lead.department,
            siren: lead.company.siren ?? lead.siren,
            companyName: facts?.name ?? lead.companyName,
            score: score.summary,
            band: score.band.rawValue,
            urgency: score.urgency.rawValue,
            priority: score.priority,
            sizeClass: score.sizeClass.rawValue,
            turnover: score.turnover,
            departement: lead.place,
            section: facts?.section ?? facts?.naf.flatMap { NAFCode($0)?.section?.rawValue },
            currentOwner: lead.currentOwner,
            exclusion: exclusion,
            version: (lead.scoreVersion ?? 0) + 1,
            statusReadAt: lead.company.statusReadAt
        )
        let fingerprint = Fingerprint(event).value
        // Other rules that come to the same are no news.
        var asBefore = event
        asBefore.score.ruleSet = lead.standing?.ruleSet ?? model.label
        let isNews = fingerprint != lead.fingerprint && Fingerprint(asBefore).value != lead.fingerprint
        return Verdict(
            event: event,
            inputs: inputs,
            fingerprint: fingerprint,
            inputsFingerprint: try Fingerprint(inputs).value,
            isNews: isNews,
            lifts: findsLifts && exclusion == nil && isNews ? model.lifts(of: inputs) : [],
            model: inputs.probabilityBasisPoints == nil ? nil : chances?.id,
            digest: Fingerprint(score).value
        )
    }

    private func inputs(_ lead: LeadState, _ today: CivilDate) -> ScoreInputs {
        let nothing = CompanyFacts(isAssociation: false, isSoleTrader: false, isPublicBody: false)
        return ScoreInputs(
            today: today,
            facts: lead.company.facts ?? nothing,
            turnover: lead.company.turnover ?? TurnoverFacts(status: TurnoverStatus.unknown.rawValue, years: []),
            source: lead.company.source,
            hasPhone: lead.reach.hasPhone,
            hasEmail: lead.reach.hasEmail,
            isPersonalNumber: lead.reach.isPersonalNumber,
            touches: lead.touches,
            earlierWorkforce: lead.earlierWorkforce,
            proceeding: lead.company.proceeding
        )
    }
}
