import Contracts
import Foundation
import FrenchBusiness

/// One look at the providers: what answered, and what did not.
struct Look: Sendable, Equatable {
    let siren: SIREN
    var answers: [Answer]
    /// Providers that were worth asking and gave no answer.
    var away: [String]
    let at: Date
}

/// Merges a look into what is known. The result is the same in whichever order looks arrive.
enum DossierRules {
    static func merged(
        _ previous: Dossier?,
        _ known: [AccountingYear],
        with look: Look
    ) -> (dossier: Dossier, years: [AccountingYear]) {
        let factsAt = time(of: look, after: previous)
        var dossier = previous ?? empty(look.siren, factsAt)
        dossier.factsAt = factsAt
        for answer in look.answers { dossier.take(answer) }
        let years = Doubts.marked(AccountingYear.best(of: known + look.answers.flatMap(\.findings.years)))
        dossier.sources = Set(dossier.sources + look.answers.map(\.provider)).sorted()
        // A refresh that fails takes nothing from a dossier that was complete.
        dossier.isIncomplete = !look.away.isEmpty && previous?.isIncomplete ?? true
        dossier.turnover = TurnoverRules.decide(years, circumstances(of: dossier))
        dossier.validUntil = validity(of: dossier, years, look)
        return (dossier, years)
    }

    /// The newest answer's time. The first answer of all comes after what was announced without one, so that nobody
    /// who heard that takes the answer for older.
    private static func time(of look: Look, after previous: Dossier?) -> Date {
        guard let newest = look.answers.map(\.fetchedAt).max() else { return previous?.factsAt ?? look.at }
        guard let previous else { return newest }
        let isFirst = previous.sources.isEmpty
        return max(newest, previous.factsAt.addingTimeInterval(isFirst ? 0.002 : 0))
    }

    private static func empty(_ siren: SIREN, _ moment: Date) -> Dossier {
        Dossier(
            siren: siren,
            facts: .unknown,
            isUnknownToRegister: false,
            turnover: TurnoverFacts(status: TurnoverStatus.unknown.rawValue, years: []),
            sources: [],
            factsAt: moment,
            validUntil: moment,
            isIncomplete: false
        )
    }

    private static func circumstances(of dossier: Dossier) -> TurnoverRules.Circumstances {
        let days = Int((dossier.factsAt.timeIntervalSince1970 / 86_400).rounded(.down))
        return TurnoverRules.Circumstances(
            facts: dossier.identityAt == nil ? nil : dossier.facts,
            isUnknownToRegister: dossier.isUnknownToRegister,
            isDiffusible: dossier.exclusion == nil,
            isProviderAway: dossier.isIncomplete,
            today: CivilDate(clamping: days)
        )
    }

    private static func validity(of dossier: Dossier, _ years: [AccountingYear], _ look: Look) -> Date {
        if dossier.isIncomplete { return max(Validity.after(.unavailable, look.at), dossier.validUntil) }
        let read = dossier.identityAt ?? dossier.factsAt
        if dossier.end != nil { return Validity.after(.ceased, read) }
        if dossier.isUnknownToRegister { return Validity.after(.unknownSIREN, read) }
        let identity = Validity.after(.identity, read)
        let isSettled = dossier.exclusion != nil || dossier.facts.isSoleTrader
        return isSettled ? identity : min(identity, Validity.ofTurnover(years, from: dossier.factsAt))
    }
}

extension Dossier {
    /// The register's newest word stands as a whole; a provider without an identity changes none.
    fileprivate mutating func take(_ answer: Answer) {
        let isRegister = answer.findings.identity != nil || answer.provider == RechercheEntreprises.name
        guard isRegister, answer.fetchedAt >= identityAt ?? .distantPast else { return }
        guard let identity = answer.findings.identity else {
            // A register that loses a company it knew keeps what it said; one that never knew it says so.
            if identityAt == nil { isUnknownToRegister = true }
            return
        }
        identityAt = answer.fetchedAt
        isUnknownToRegister = false
        facts = identity.facts
        end =
            identity.state == .ceased
            ? End(reason: "ceased", on: identity.ceasedOn, source: answer.provider) : nil
        exclusion = identity.isDiffusible ? nil : .notDiffusible(source: answer.provider, on: identity.updatedOn)
    }
}

extension Exclusion {
    static func notDiffusible(source: String, on date: CivilDate?) -> Exclusion {
        Exclusion(
            code: "not_diffusible",
            text:
                "Diffusion partielle au répertoire Sirene\u{202F}: le titulaire s’oppose à la prospection (art. A. 123-96 du code de commerce).",
            source: source,
            on: date
        )
    }
}
