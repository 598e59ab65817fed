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
        let looks = questions.compactMap { if case .looked(let look) = $0.found { look } else { nil } }
        var dossiers = try merge(looks, in: tx)
        for case (_, .known(let dossier)) in questions where dossiers[dossier.siren] == nil {
            dossiers[dossier.siren] = dossier
        }
        var notes: [CompanyID: (index: Int, note: CompanyStore.Note)] = [:]
        var asking: [CompanyID: [Int]] = [:]
        for (index, item) in questions.enumerated() {
            if item.question.isAsked { asking[item.question.companyID, default: []].append(index) }
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
            // Once announced is enough, but every person who asked waits for an answer of their own.
            let answered = asking[company.companyID, default: []].filter { questions[$0].question.siren == siren }
            for index in answered.isEmpty ? [index] : answered {
                outcomes[index] = .done([shown.event(for: company.companyID)])
            }
        }
        let alarms = try exhaustions(looks, in: tx)
        if !alarms.isEmpty, case .done(let events)? = outcomes.first { outcomes[0] = .done(events + alarms) }
        return outcomes
    }

    /// What is known of a SIREN changed without a look: whoever carries it is announced again.
    static func announce(_ dossier: Dossier, at now: Date, in tx: isolated PostgresSession) throws -> [any Event] {
        let notes = try CompanyStore.bearing(dossier.siren, in: tx).compactMap { company in
            let question = Question(companyID: company, siren: dossier.siren, since: .distantPast, attempt: 1)
            return note(question, .known(dossier), [dossier.siren: dossier], now)
        }
        return try CompanyStore.renew(notes, at: now, in: tx).map { company in
            (company.isErased ? dossier.withoutPerson : dossier).event(for: company.companyID)
        }
    }

    /// A provider that rests for want of money is announced once a day.
    private static func exhaustions(_ looks: [Look], in tx: isolated PostgresSession) throws -> [any Event] {
        let all = Dictionary(looks.flatMap(\.exhausted).map { ($0.provider, $0) }) { first, _ in first }
        let untold = try ProviderStateStore.takeUntold(all.keys.sorted(), in: tx)
        return untold.sorted().compactMap { provider in
            all[provider].map { BudgetExhausted(provider: provider, scope: $0.scope, until: $0.until) }
        }
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
        let looks = try withoutSilenced(looks, in: tx)
        let lifetimes = try WaterfallStore.current(in: tx).lifetimes
        let ratios = try SectorRatioStore.all(in: tx)
        for look in looks.sorted(by: { $0.at < $1.at }) {
            let division = look.division ?? dossiers[look.siren]?.facts.naf.map { String($0.prefix(2)) }
            let merged = DossierRules.merged(
                dossiers[look.siren],
                years[look.siren] ?? [],
                with: look,
                lifetimes,
                ratio: division.flatMap { ratios[$0] }
            )
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
        try FactStore.save(facts(of: looks, lifetimes, hiding: Set(hidden.map(\.siren))), in: tx)
        try FactStore.forgetPersons(of: hidden.map(\.siren), in: tx)
        try ReplyStore.forget(hidden.filter { $0.exclusion == nil }.map(\.siren), in: tx)
        try DossierStore.save(sorted, in: tx)
        try watch(sorted, looks, lifetimes, in: tx)
        return dossiers
    }

    /// The looks without what reaches somebody who objected: objections may come while a provider is asked.
    private static func withoutSilenced(_ looks: [Look], in tx: isolated PostgresSession) throws -> [Look] {
        let reaches = looks.flatMap { look in look.answers.compactMap(\.findings.reach) }
        guard !reaches.isEmpty else { return looks }
        let addresses = reaches.flatMap { [$0.phone?.text, $0.email?.text].compactMap(\.self) }
        let silenced = try SilenceStore.silenced(among: Array(Set(addresses)).sorted(), in: tx)
        let opposed = try CompanyStore.opposed(looks.map(\.siren), in: tx)
        return looks.map { look in
            var look = look
            for index in look.answers.indices {
                guard let reach = look.answers[index].findings.reach else { continue }
                look.answers[index].findings.reach =
                    opposed.contains(look.siren) ? nil : reach.without(silenced)
            }
            return look
        }
    }

    /// Who may be prospected is watched for notices; a look that read them has seen them up to its day.
    private static func watch(
        _ dossiers: [Dossier],
        _ looks: [Look],
        _ lifetimes: Lifetimes,
        in tx: isolated PostgresSession
    ) throws {
        let over = dossiers.filter { $0.record.ceased != nil || $0.exclusion != nil || $0.isUnknownToRegister }
        try WatchStore.end(over.map(\.siren), in: tx)
        guard let moment = looks.map(\.at).max() else { return }
        let read = Set(looks.filter { $0.answers.contains { $0.provider == ProviderName.bodacc } }.map(\.siren))
        let watched = dossiers.map(\.siren).filter { siren in
            read.contains(siren) && !over.contains { $0.siren == siren }
        }
        let dueAt = lifetimes.after(.proceedings, moment)
        try WatchStore.keep(watched, dueAt: dueAt, seenUntil: CivilDate(dayOf: moment), in: tx)
    }

    /// What the newest answer of each provider to each question says.
    private static func facts(
        of looks: [Look],
        _ lifetimes: Lifetimes,
        hiding hidden: Set<SIREN>
    ) -> [FactRow] {
        var newest: [FactRow.Key: FactRow] = [:]
        for look in looks {
            for answer in look.answers {
                for row in FactRow.rows(of: answer, about: look.siren, lifetimes) {
                    if let other = newest[row.key], other.fetchedAt >= row.fetchedAt { continue }
                    newest[row.key] = row
                }
            }
        }
        return newest.values.filter { !hidden.contains($0.siren) || !FactRow.personal.contains($0.field) }
            .sorted { ($0.siren, $0.field, $0.source) < ($1.siren, $1.field, $1.source) }
    }
}

extension Look {
    /// NAF division by a register's word.
    fileprivate var division: String? {
        answers.lazy.compactMap { $0.findings.identity?.facts.naf }.first.map { String($0.prefix(2)) }
    }
}
