import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres

/// Settles a batch of questions in its transaction: merges what was looked up, notes the companies, and says what to
/// announce.
enum Settling {
    /// The least time until a company is looked at again of our own accord.
    private static let pause = 15.0 * 60

    static func settle(
        _ questions: [(question: Question, found: Found)],
        at now: Date,
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        var dossiers = try merge(
            questions.compactMap { if case .looked(let look) = $0.found { look } else { nil } },
            in: tx
        )
        for case (_, .known(let dossier)) in questions where dossiers[dossier.siren] == nil {
            dossiers[dossier.siren] = dossier
        }
        var notes: [CompanyID: (index: Int, note: CompanyStore.Note)] = [:]
        for (index, item) in questions.enumerated() {
            guard let note = note(item.question, item.found, dossiers, now) else { continue }
            // Of several messages about one company the newest speaks.
            if let other = notes[note.companyID], other.note.version ?? .max > note.version ?? .max { continue }
            notes[note.companyID] = (index, note)
        }
        let sorted = notes.values.map(\.note).sorted {
            $0.companyID.rawValue.uuidString < $1.companyID.rawValue.uuidString
        }
        let accepted =
            try CompanyStore.hear(sorted.filter { $0.version != nil }, at: now, in: tx)
            + CompanyStore.renew(sorted.filter { $0.version == nil }, at: now, in: tx)
        var outcomes = [Outcome](repeating: .done([]), count: questions.count)
        for company in accepted {
            guard let (index, note) = notes[company.companyID], let siren = note.siren,
                let dossier = dossiers[siren]
            else { continue }
            let shown = company.isErased ? dossier.withoutPerson : dossier
            // The erasure was heard before the company's SIREN was.
            if shown != dossier { try ForgetPerson.forget(siren, in: tx) }
            outcomes[index] = .done([shown.event(for: company.companyID)])
        }
        return outcomes
    }

    private static func note(
        _ question: Question,
        _ found: Found,
        _ dossiers: [SIREN: Dossier],
        _ now: Date
    ) -> CompanyStore.Note? {
        guard let siren = question.siren, let dossier = dossiers[siren] else {
            guard question.version != nil else { return nil }
            return CompanyStore.Note(
                companyID: question.companyID,
                siren: question.siren,
                version: question.version,
                state: .toIdentify
            )
        }
        return CompanyStore.Note(
            companyID: question.companyID,
            siren: siren,
            version: question.version,
            state: dossier.end != nil ? .ceased : dossier.isIncomplete ? .unavailable : .done,
            factsAt: dossier.factsAt,
            dueAt: dossier.end != nil ? nil : max(dossier.validUntil, now.addingTimeInterval(pause))
        )
    }

    /// Merges looks into what is known and stores it.
    private static func merge(_ looks: [Look], in tx: isolated PostgresSession) throws -> [SIREN: Dossier] {
        guard !looks.isEmpty else { return [:] }
        let sirens = Set(looks.map(\.siren)).sorted()
        try DossierStore.lock(sirens, in: tx)
        var dossiers = try DossierStore.all(sirens, in: tx)
        var years = try TurnoverStore.years(of: sirens, in: tx)
        let erased = try CompanyStore.erased(sirens, in: tx)
        for look in looks.sorted(by: { $0.at < $1.at }) {
            let merged = DossierRules.merged(dossiers[look.siren], years[look.siren] ?? [], with: look)
            dossiers[look.siren] = erased.contains(look.siren) ? merged.dossier.withoutPerson : merged.dossier
            years[look.siren] = merged.years
        }
        let sorted = sirens.compactMap { dossiers[$0] }
        try TurnoverStore.save(
            sirens.flatMap { siren in (years[siren] ?? []).map { (siren, $0) } },
            announcedBy: dossiers,
            in: tx
        )
        try TurnoverStore.saveStatus(of: sorted, in: tx)
        let hidden = sorted.filter { $0.exclusion != nil || erased.contains($0.siren) && $0.facts.isSoleTrader }
        try FactStore.save(facts(of: looks, hiding: Set(hidden.map(\.siren))), in: tx)
        try FactStore.forgetPersons(of: hidden.map(\.siren), in: tx)
        try ReplyStore.forget(hidden.filter { $0.exclusion == nil }.map(\.siren), in: tx)
        try DossierStore.save(sorted, in: tx)
        return dossiers
    }

    /// The newest answer's fields per SIREN.
    private static func facts(of looks: [Look], hiding hidden: Set<SIREN>) -> [FactRow] {
        var newest: [SIREN: Answer] = [:]
        for look in looks {
            for answer in look.answers where answer.findings.identity != nil {
                if let other = newest[look.siren], other.fetchedAt >= answer.fetchedAt { continue }
                newest[look.siren] = answer
            }
        }
        return newest.sorted { $0.key < $1.key }.flatMap { siren, answer in
            FactRow.rows(of: answer, about: siren).filter {
                !hidden.contains(siren) || !FactRow.personal.contains($0.field)
            }
        }
    }
}
