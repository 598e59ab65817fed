import Contracts
import Messaging
import Postgres

/// Takes over who a company without SIREN is: what is certain at once, what is doubtful for a person to choose from.
///
/// Writes `identifications`, and where certain `companies`, `leads`, `contacts`; announces ``CompanyUpdated`` or
/// ``CompanyMerged``, and ``LeadRegistered``. An answer about a company that changed since says nothing any more.
struct TakeIdentification: MessageHandler {
    static let name = "ingest.take-identification"

    func handle(_ delivery: Delivery<IdentificationProposed>, in tx: isolated PostgresSession) throws -> Outcome {
        let proposal = delivery.message
        guard proposal.verdict == "certain", let siren = proposal.siren else {
            try IdentificationStore.propose(proposal, state: proposal.candidates.isEmpty ? .none : .doubtful, in: tx)
            return .done
        }
        let result = try Attaching.attach(
            siren,
            to: proposal.companyID,
            version: proposal.version,
            at: proposal.at,
            in: tx
        )
        switch result {
        case .taken(let events):
            try IdentificationStore.settle(proposal, state: .taken, siren: siren, in: tx)
            return .done(events)
        case .merged(let events):
            try IdentificationStore.settle(proposal, state: .merged, siren: siren, in: tx)
            return .done(events)
        case .opposed:
            try IdentificationStore.settle(proposal, state: .opposed, siren: nil, in: tx)
            return .done
        case .known:
            try IdentificationStore.propose(Self.marked(proposal), state: .doubtful, in: tx)
            return .done
        case .moved: return .done
        }
    }

    private static func marked(_ proposal: IdentificationProposed) -> IdentificationProposed {
        var proposal = proposal
        let known = CandidateReason(code: "already_known", text: "déjà dans la base", english: "already in the base")
        for index in proposal.candidates.indices.prefix(1) { proposal.candidates[index].reasons.append(known) }
        return proposal
    }
}
