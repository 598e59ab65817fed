import Contracts
import Foundation
import Messaging
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
            handlers.hear(LogActivity(rescore: rescore))
            handlers.hear(ChangeRules(now: rescore.now))
            handlers.hear(ChangeModel(now: rescore.now))
            let closing = Closing()
            handlers.hear(FollowDeal<OpportunityCreated>(closing: closing, rescore: rescore))
            handlers.hear(FollowDeal<OpportunityUpdated>(closing: closing, rescore: rescore))
            handlers.hear(FollowDeal<OpportunityMoved>(closing: closing, rescore: rescore))
            handlers.hear(FollowDeal<OpportunityWon>(closing: closing, rescore: rescore))
            handlers.hear(FollowDeal<OpportunityLost>(closing: closing, rescore: rescore))
            handlers.schedule(LearningJobs(closing: closing).train)
            handlers.schedule(LearningJobs(closing: closing).judgeAgain)
            handlers.schedule(LearningJobs(closing: closing).judgeLeads)
            handlers.schedule(.fading(zone: config.timeZone))
            for schedule in AdviceJobs(zone: config.timeZone).all { handlers.schedule(schedule) }
            handlers.recall(RecordedScores())
            handlers.recall(ScoreProofs())
            let work = BaseWork(rescore: rescore, page: config.page)
            return ServicePlan(
                handlers: handlers,
                schemaVersion: 16,
                background: { context in await work.run(context) }
            )
        }
    }
}

extension Schedule {
    /// Every night the leads are looked at that time may have changed: accounts grow older, exchanges fade, dates come near.
    static func fading(zone: TimeZone) -> Schedule {
        Schedule("scoring.look-at-all", .daily(hour: 3, minute: 30, timeZone: zone)) { now, tx in
            try RescoreJobStore.beginNight(at: now, in: tx)
            return []
        }
    }
}
