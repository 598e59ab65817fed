import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres
import Threading

/// Looks companies up: what is known in one query for a whole batch, the rest at the providers, one by one.
struct Enricher: Sendable {
    let callers: [ProviderCaller]
    /// Sessions for looking; apart from those that settle.
    let database: PostgresPool
    let metrics: EnrichmentMetrics
    let now: @Sendable () -> Date

    /// Attempts after which a company is announced without the provider that does not answer: about six minutes
    /// after the first (5 s, 30 s, 5 min).
    static let attempts = 4

    /// Dossiers that are fresh enough.
    func recall(_ questions: [Question]) async throws -> [Found?] {
        let (sirens, moment) = (Set(questions.compactMap(\.siren)).sorted(), now())
        guard !sirens.isEmpty else { return questions.map { _ in .nobody } }
        let dossiers = try await database.transaction { tx in try DossierStore.fresh(sirens, at: moment, in: tx) }
        let found: [Found?] = questions.map { question in
            guard let siren = question.siren else { return .nobody }
            guard let dossier = dossiers[siren], dossier.factsAt >= question.since else { return nil }
            return .known(dossier)
        }
        metrics.hit("dossier", found.count { if case .known = $0 { true } else { false } })
        return found
    }

    /// Asks every provider that is worth asking, in order; a kept reply spares the call.
    /// - Throws: ``ProviderError`` while trying again may help.
    func look(_ question: Question) async throws -> Found {
        guard let siren = question.siren else { return .nobody }
        // In a rehearsal whatever was kept answers, however old.
        let (since, began) = Rehearsal.isOn ? (Date.distantPast, Date.distantPast) : (question.since, now())
        let kept = try await database.transaction { tx in
            try ReplyStore.fresh(about: siren, since: since, at: began, in: tx)
        }
        var answers: [Answer] = []
        var away: [String] = []
        for caller in callers where caller.provider.isWorthAsking(after: answers) {
            if let answer = recalled(kept, from: caller.provider, siren) {
                answers.append(answer)
                continue
            }
            do {
                answers.append(try await caller.ask(about: siren))
            } catch let error as ProviderError {
                if question.attempt < Self.attempts { throw error }
                away.append(caller.terms.name)
            }
        }
        return .looked(Look(siren: siren, answers: answers, away: away, at: WireDate.rounded(now())))
    }

    /// A kept reply is read again, so that what this version understands better counts at once.
    private func recalled(_ kept: [CachedReply], from provider: any Provider, _ siren: SIREN) -> Answer? {
        guard let reply = kept.first(where: { $0.provider == provider.name }) else { return nil }
        let isFound = reply.status == 200
        guard let findings = isFound ? try? provider.read(reply.body, about: siren, at: reply.fetchedAt) : .nothing
        else { return nil }
        metrics.hit(provider.name)
        return Answer(provider: provider.name, fetchedAt: reply.fetchedAt, findings: findings)
    }
}
