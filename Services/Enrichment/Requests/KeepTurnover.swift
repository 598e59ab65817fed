import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres

/// Keeps what a colleague knows of a company's turnover, or takes it back, and announces the company with it.
///
/// Published figures of the same year stay beside it; where they differ, the conflict is recorded. Writes `facts`,
/// `turnover`, `turnover_status`, `dossiers` and `companies`; announces ``CompanyEnriched`` or ``CompanyCeased``, and
/// ``RequestDone`` or ``RequestRefused``.
struct KeepTurnover: MessageHandler {
    static let name = "enrichment.keep-turnover"

    let now: @Sendable () -> Date

    func handle(_ delivery: Delivery<TurnoverRequested>, in tx: isolated PostgresSession) throws -> Outcome {
        let request = delivery.message
        if let fault = PersonFigures.fault(in: request, today: CivilDate(dayOf: now())) {
            return refused(fault.rawValue, fault.frenchReason)
        }
        guard let standing = try CompanyStore.standing(of: request.companyID, in: tx), let siren = standing.siren else {
            return refused("unknown_company", "Cette entreprise est inconnue, ou n’a pas encore de SIREN.")
        }
        try DossierStore.lock([siren], in: tx)
        let dossier = try DossierStore.all([siren], in: tx)[siren]
        if request.amountCents != nil {
            if standing.isOpposed || standing.isErased && dossier?.facts.isSoleTrader == true {
                return refused(
                    "opposed",
                    "Cette entreprise s’est opposée à la prospection\u{202F}: rien n’est noté d’elle."
                )
            }
        }
        let last = try PersonFigureStore.lastWord(about: siren, request.closingDate, in: tx)
        if let last, last.at >= request.at {
            return refused("outdated", "Un collègue a dit autre chose de cet exercice entre-temps.")
        }
        if request.amountCents == nil, last?.isTold != true {
            return refused("nothing_to_remove", "Personne n’a donné de chiffre pour cet exercice.")
        }
        try PersonFigureStore.keep(Self.fact(request, siren), in: tx)
        let events = try settle(request, siren, dossier, in: tx)
        let text = request.amountCents == nil ? "Chiffre retiré." : "Chiffre enregistré."
        return .done(events + [RequestDone(request: TurnoverRequested.type, text: text)])
    }

    private func settle(
        _ request: TurnoverRequested,
        _ siren: SIREN,
        _ dossier: Dossier?,
        in tx: isolated PostgresSession
    ) throws -> [any Event] {
        let year = PersonFigures.year(request)
        let others = (try TurnoverStore.years(of: [siren], in: tx)[siren] ?? []).filter {
            $0.source != ProviderName.person || $0.closingDate != request.closingDate
        }
        if year == nil { try PersonFigureStore.takeBack(siren, request.closingDate, in: tx) }
        guard let dossier else {
            // Nobody has looked yet: the first look announces it.
            try TurnoverStore.save([year].compactMap(\.self).map { (siren, $0) }, announcedBy: [:], in: tx)
            return []
        }
        let merged = try Self.save(dossier, others, told: year, at: request.at, in: tx)
        try DossierStore.save([merged], in: tx)
        return try Settling.announce(merged, at: now(), in: tx)
    }

    /// Merges and writes the years; the dossier is the caller's to save.
    static func save(
        _ dossier: Dossier,
        _ others: [AccountingYear],
        told year: AccountingYear?,
        at moment: Date,
        in tx: isolated PostgresSession
    ) throws -> Dossier {
        let division = dossier.facts.naf.map { String($0.prefix(2)) }
        let merged = PersonFigures.merged(
            dossier,
            others,
            told: year,
            at: moment,
            try WaterfallStore.current(in: tx).lifetimes,
            ratio: try division.flatMap { try SectorRatioStore.all(in: tx)[$0] }
        )
        let siren = dossier.siren
        try TurnoverStore.save(merged.years.map { (siren, $0) }, announcedBy: [siren: merged.dossier], in: tx)
        try TurnoverStore.saveStatus(of: [merged.dossier], in: tx)
        return merged.dossier
    }

    private static func fact(_ request: TurnoverRequested, _ siren: SIREN) -> FactRow {
        var fact = FactRow(
            siren: siren,
            field: request.amountCents == nil ? PersonFigureStore.takenBack : PersonFigureStore.told,
            period: request.closingDate,
            value: request.amountCents.map { "\($0)" } ?? "true",
            unit: request.amountCents == nil ? nil : .euroCents,
            source: ProviderName.person,
            fetchedAt: request.at,
            // A person's word does not age; it is taken back.
            validUntil: nil
        )
        fact.entered = .init(
            actor: String(request.actor.prefix(200)),
            note: request.source.trimmingCharacters(in: .whitespacesAndNewlines)
        )
        return fact
    }

    private func refused(_ code: String, _ text: String) -> Outcome {
        .done([RequestRefused(request: TurnoverRequested.type, code: code, text: text)])
    }
}
