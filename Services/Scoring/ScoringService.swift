import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import ServiceKit

@main
struct ScoringService {
    static func main() async {
        await ServiceHost.run(.scoring) { settings in
            let config = try ScoringConfig(settings)
            let rescore = Rescore(zone: config.timeZone)
            var handlers = HandlerRegistry(.scoring)
            handlers.hear(RegisterLead(rescore: rescore))
            handlers.hear(RegisterContact(rescore: rescore))
            handlers.hear(ScoreCompany(rescore: rescore))
            handlers.hear(CeaseCompany(rescore: rescore))
            handlers.hear(WithdrawCompany(rescore: rescore))
            handlers.hear(MergeCompany(rescore: rescore))
            handlers.hear(ObeyObjection(rescore: rescore))
            handlers.hear(ForgetPerson(rescore: rescore))
            handlers.recall(RecordedScores())
            return ServicePlan(handlers: handlers, schemaVersion: 5, background: publishRules)
        }
    }

    /// Scores do not wait for it: the rules stand in the binary, the table shows them.
    private static func publishRules(_ context: ServiceContext) async {
        do {
            try await context.database.transaction { tx in
                try RuleSetStore.publish(.tpePME, at: Date(), in: tx)
            }
        } catch {
            context.logger.warning("the rules could not be written down", metadata: ["error": "\(error)"])
        }
    }
}
