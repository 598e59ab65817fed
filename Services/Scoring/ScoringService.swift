import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import ServiceKit

@main
struct ScoringService {
    static func main() async {
        // No service: measures the learner on a file and ends.
        if CommandLine.arguments.dropFirst().first == EvaluateCommand.name {
            exit(EvaluateCommand.run(Array(CommandLine.arguments.dropFirst(2))))
        }
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
            let closing = Closing()
            handlers.hear(FollowDeal<OpportunityCreated>(closing: closing))
            handlers.hear(FollowDeal<OpportunityUpdated>(closing: closing))
            handlers.hear(FollowDeal<OpportunityMoved>(closing: closing))
            handlers.hear(FollowDeal<OpportunityWon>(closing: closing))
            handlers.hear(FollowDeal<OpportunityLost>(closing: closing))
            handlers.schedule(LearningJobs(closing: closing).train)
            handlers.schedule(LearningJobs(closing: closing).judgeAgain)
            handlers.recall(RecordedScores())
            return ServicePlan(handlers: handlers, schemaVersion: 6, background: publishRules)
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
