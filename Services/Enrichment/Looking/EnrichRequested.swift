import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres

/// Looks a company up again because somebody asked, because its facts have aged, because the register changed, or because
/// its status must be read again before it is handed out.
///
/// Reads `companies` and `dossiers`, writes both, announces ``CompanyEnriched`` or ``CompanyCeased``. A company that
/// was not heard of yet needs nothing: its own registration will have it looked up. Who asks about one that is not
/// known, or how one is reached that objected, hears ``RequestRefused``.
struct EnrichRequested: GatheringHandler {
    static let name = "enrichment.enrich-requested"

    let enricher: Enricher

    /// Answers so shortly before the request are as good as new ones.
    private static let tolerance = 600.0
    /// A register read so shortly before a lead is handed out was read before it is.
    private static let day = 86_400.0

    @concurrent func recall(_ deliveries: [Delivery<EnrichmentRequested>]) async throws -> [Found?] {
        let known = try await known(of: deliveries)
        return try await enricher.recall(deliveries.map { question($0, known) })
    }

    @concurrent func gather(_ delivery: Delivery<EnrichmentRequested>) async throws -> Found {
        return try await enricher.look(question(delivery, known(of: [delivery])))
    }

    func handle(
        _ deliveries: [(delivery: Delivery<EnrichmentRequested>, gathered: Found)],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        let questions = deliveries.map { delivery, found in
            var question = question(delivery, Known())
            question.siren = found.siren
            return (question: question, found: found)
        }
        var outcomes = try Settling.settle(questions, at: enricher.now(), in: tx)
        for (index, item) in questions.enumerated() where item.question.isAsked {
            let company = item.question.companyID
            guard case .done(let events) = outcomes[index], !events.contains(where: { $0.company == company }) else {
                continue
            }
            outcomes[index] = .done(events + [try refusal(of: company, after: item.found, in: tx)])
        }
        return outcomes
    }

    private func refusal(
        of company: CompanyID,
        after found: Found,
        in tx: isolated PostgresSession
    ) throws -> RequestRefused {
        guard case .nobody = found else {
            return RequestRefused(
                request: EnrichmentRequested.type,
                code: "changed",
                text: "Le SIREN de cette entreprise a changé entre-temps\u{202F}: demandez de nouveau."
            )
        }
        let standing = try CompanyStore.standing(of: company, in: tx)
        let (code, text) =
            standing?.siren == nil
            ? ("unknown_company", "Cette entreprise est inconnue, ou n’a pas encore de SIREN.")
            : (
                "opposed",
                "Cette entreprise s’est opposée à la prospection\u{202F}: ses coordonnées ne sont pas cherchées."
            )
        return RequestRefused(request: EnrichmentRequested.type, code: code, text: text)
    }

    private struct Known: Sendable {
        var sirens: [CompanyID: SIREN] = [:]
        /// How these are reached is nobody's to ask.
        var silent: Set<CompanyID> = []
    }

    private func known(of deliveries: [Delivery<EnrichmentRequested>]) async throws -> Known {
        let companies = deliveries.map(\.message.companyID)
        let asking = Set(deliveries.filter { $0.message.wantsReach }.map(\.message.companyID))
        return try await enricher.database.transaction { tx in
            Known(
                sirens: try CompanyStore.sirens(of: companies, in: tx),
                silent: Set(try CompanyStore.silent(Array(asking), in: tx))
            )
        }
    }

    private func question(_ delivery: Delivery<EnrichmentRequested>, _ known: Known) -> Question {
        // Our own requests renew what has aged, and leave what is still valid; a person wants to know better. Who asks
        // for more than facts pays for that alone; whether the company may be prospected is read again before.
        let message = delivery.message
        let isOwn = message.actor == Jobs.actor
        let isOfStatus = message.reason == EnrichmentRequested.statusAged
        let isOfRegister = isOfStatus || message.reason == EnrichmentRequested.registerChanged
        let wanted = Set((message.wanted ?? []).prefix(10))
        let recent = delivery.envelope.occurredAt.addingTimeInterval(-Self.tolerance)
        return Question(
            companyID: message.companyID,
            siren: message.wantsReach && known.silent.contains(message.companyID)
                ? nil : known.sirens[message.companyID],
            since: isOwn || isOfRegister || !wanted.isEmpty ? .distantPast : recent,
            registerSince: isOwn
                ? .distantPast : isOfStatus ? delivery.envelope.occurredAt.addingTimeInterval(-Self.day) : recent,
            attempt: delivery.attempt,
            wanted: isOwn || isOfRegister ? nil : wanted
        )
    }
}

extension EnrichmentRequested {
    /// Phone, e-mail and site are asked for.
    fileprivate var wantsReach: Bool { wanted?.contains("reach") == true }
}

extension Found {
    fileprivate var siren: SIREN? {
        switch self {
        case .nobody: nil
        case .known(let dossier): dossier.siren
        case .looked(let look): look.siren
        }
    }
}
