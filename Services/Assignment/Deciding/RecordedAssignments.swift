import Contracts
import Foundation
import Messaging
import Postgres

/// The decisions of a time, made again by today's model on the colleagues, loads and limits that they were made on.
struct RecordedAssignments: RecordedDecisions {
    static let name = "assignment.decide"

    func again(
        _ window: Range<Date>,
        about: UUID?,
        after: UUID?,
        limit: Int,
        with parameters: [UInt8]?,
        in tx: isolated PostgresSession
    ) throws -> [DecidedAgain] {
        guard parameters == nil else {
            throw RefusedParameters("assignment decides on its recorded inputs alone; it takes no parameters")
        }
        return try RecordedDecisionStore.page(window, about: about, after: after, limit: limit, in: tx).map {
            recorded in
            let decision = AssignmentModel.decide(recorded.inputs)
            return DecidedAgain(
                id: recorded.lead.rawValue,
                subject: "lead/\(recorded.lead)",
                then: try Wire.encode(Told(recorded.chosen, recorded.reasons, recorded.verdicts)),
                now: try Wire.encode(Told(decision.chosen, decision.reasons, decision.verdicts))
            )
        }
    }

    private struct Told: Encodable {
        let chosen: UserID?
        let reasons: [String]
        let candidates: [Verdict]

        init(_ chosen: UserID?, _ reasons: [String], _ candidates: [Verdict]) {
            (self.chosen, self.reasons, self.candidates) = (chosen, reasons, candidates)
        }
    }
}
