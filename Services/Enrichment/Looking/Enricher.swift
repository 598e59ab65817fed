import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres
import Threading

/// Looks companies up: what is known in one query for a whole batch, the rest at the providers, one by one, as the
/// waterfall says.
struct Enricher: Sendable {
    let callers: [StepKey: ProviderCaller]
    /// Sessions for looking; apart from those that settle.
    let database: PostgresPool
    let metrics: EnrichmentMetrics
    let now: @Sendable () -> Date
    private let beginning: Beginning

    /// Attempts after which a company is announced without the provider that does not answer: about six minutes
    /// after the first (5 s, 30 s, 5 min).
    static let attempts = 4
    /// Attempts after which an answer that somebody else pays for is left to the next look: 35 s.
    private static let glances = 3
    /// What a company costs is counted over so long.
    private static let year = 365.0 * 86_400

    init(
        callers: [StepKey: ProviderCaller],
        database: PostgresPool,
        metrics: EnrichmentMetrics,
        now: @escaping @Sendable () -> Date
    ) {
        self.callers = callers
        self.database = database
        self.metrics = metrics
        self.now = now
        beginning = Beginning(Array(callers.keys), database: database)
    }

    /// Dossiers that are fresh enough.
    func recall(_ questions: [Question]) async throws -> [Found?] {
        let (sirens, moment) = (Set(questions.compactMap(\.siren)).sorted(), now())
        guard !sirens.isEmpty else { return questions.map { _ in .nobody } }
        let dossiers = try await database.transaction { tx in try DossierStore.fresh(sirens, at: moment, in: tx) }
        let found: [Found?] = questions.map { question in
            guard let siren = question.siren else { return .nobody }
            guard let dossier = dossiers[siren], question.isAnswered(by: dossier) else { return nil }
            return .known(dossier)
        }
        metrics.hit("dossier", found.count { if case .known = $0 { true } else { false } })
        return found
    }

    /// Takes the steps of the waterfall in order; a kept reply spares the call.
    /// - Throws: ``ProviderError`` while trying again may help.
    func look(_ question: Question) async throws -> Found {
        guard let siren = question.siren else { return .nobody }
        // In a rehearsal whatever was kept answers, however old.
        let (since, began) = Rehearsal.isOn ? (Date.distantPast, Date.distantPast) : (question.since, now())
        var start = try await beginning.start(
            Beginning.Wish(
                siren: siren,
                since: since,
                validAt: began,
                spentSince: now().addingTimeInterval(-Self.year)
            )
        )
        if !Rehearsal.isOn {
            start.kept.removeAll {
                ProviderName.registers.contains($0.step.provider) && $0.fetchedAt < question.registerSince
            }
        }
        var course = Course(siren, start, at: WireDate.rounded(now()))
        for step in start.waterfall.steps { try await take(step, question, &course) }
        course.look.answers.sort { $0.fetchedAt < $1.fetchedAt }
        return .looked(course.look)
    }

    private func take(_ step: Waterfall.Step, _ question: Question, _ course: inout Course) async throws {
        if let reason = course.reasonNotToAsk(step) { return course.skip(step, .skipped, reason) }
        if step.key == RatiosFile.step { return course.takeFile(step, since: question.since) }
        guard let caller = callers[step.key] else { return course.skip(step, .notConfigured, nil) }
        if step.onlyWhenAsked, question.wanted?.contains(step.question) != true {
            return course.skip(step, .onRequest, nil)
        }
        if let answer = recalled(course.start.kept, from: caller) {
            return course.take(answer, step, .kept)
        }
        let asking = Asking(
            siren: course.siren,
            step: step,
            since: ProviderName.registers.contains(step.provider)
                ? max(question.since, question.registerSince) : question.since,
            isAsked: question.isAsked,
            allowance: max(0, course.start.waterfall.perCompanyCents - course.spent),
            lifetimes: course.start.waterfall.lifetimes
        )
        do {
            let answer = try await caller.ask(asking)
            course.take(answer, step, answer.findings.isFound ? .found : .notFound)
        } catch let error as ProviderError {
            // One that is needed is waited for, and so is an answer that somebody is paying for; the others come with
            // the next look.
            let patience = error.reason == .underway ? Self.glances : step.mayBeMissed ? 0 : Self.attempts
            if !error.isFinal, question.attempt < patience { throw error }
            course.miss(step, error)
        }
    }

    private func recalled(_ kept: [CachedReply], from caller: ProviderCaller) -> Answer? {
        guard let reply = kept.first(where: { $0.step == caller.key }), let answer = try? caller.read(reply) else {
            return nil
        }
        metrics.hit(caller.terms.name)
        return answer
    }
}
