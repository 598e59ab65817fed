import Contracts
import Foundation
import FrenchBusiness
import Identification
import Messaging
import Postgres

/// Finds the SIREN of a company that came without one.
///
/// Reads `companies` and the published Sirene universe, writes `identifications`, announces
/// ``IdentificationProposed``. The same question is answered from memory; a company that objected or was erased is not
/// looked for, and nothing is said of it.
struct IdentifyCompany: GatheringHandler {
    static let name = "enrichment.identify-company"

    let finder: CompanyFinder
    let metrics: EnrichmentMetrics

    @concurrent func recall(_ deliveries: [Delivery<IdentificationRequested>]) async throws -> [Proposal?] {
        let questions = deliveries.map { (company: $0.message.companyID, text: $0.message.sought.fingerprint) }
        let now = finder.now()
        let known = try await finder.database.transaction { tx in
            try IdentificationStore.known(questions, at: now, in: tx)
        }
        return deliveries.map { known[$0.message.companyID] }
    }

    @concurrent func gather(_ delivery: Delivery<IdentificationRequested>) async throws -> Proposal {
        let message = delivery.message
        let finding = try await finder.look(message.sought, about: message.companyID, attempt: delivery.attempt)
        metrics.identified(finding.answer.verdict.rawValue)
        return .found(Answered(finding, to: message.sought))
    }

    func handle(
        _ deliveries: [(delivery: Delivery<IdentificationRequested>, gathered: Proposal)],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        // One word a company: the newest question speaks.
        var newest: [CompanyID: Int] = [:]
        for (index, item) in deliveries.enumerated() {
            let message = item.delivery.message
            guard case .found = item.gathered else { continue }
            if let other = newest[message.companyID], deliveries[other].delivery.message.version >= message.version {
                continue
            }
            newest[message.companyID] = index
        }
        let kept = try newest.values.sorted().compactMap { index -> (Int, IdentificationStore.Note)? in
            guard case .found(let answered) = deliveries[index].gathered else { return nil }
            let message = deliveries[index].delivery.message
            return (index, try IdentificationStore.Note(message.companyID, version: message.version, answered))
        }
        let accepted = try IdentificationStore.keep(kept.map(\.1), in: tx)
        var outcomes = [Outcome](repeating: .done, count: deliveries.count)
        for (index, note) in kept where accepted.contains(note.company) {
            outcomes[index] = .done([note.answered.event(for: note.company, version: note.version)])
        }
        return outcomes
    }
}

/// What is known of a question before its transaction.
enum Proposal: Sendable {
    case found(Answered)
    /// The company objected, or a person of it was erased.
    case silenced
}

extension IdentificationRequested {
    var sought: SoughtCompany {
        SoughtCompany(
            name: name,
            tradeName: tradeName,
            postcode: postcode,
            city: city,
            naf: naf,
            domain: domain,
            phoneZone: phoneZone
        )
    }
}
