import Contracts
import Messaging
import ServiceKit

@main
struct PipelineMonitorService {
    static func main() async {
        await ServiceHost.run(.pipelineMonitor) { settings in
            let config = try PipelineMonitorConfig(settings)
            var handlers = HandlerRegistry(.pipelineMonitor)
            handlers.hear(FollowLead<RegisteredGlimpse>())
            handlers.hear(FollowLead<ScoredGlimpse>())
            handlers.hear(FollowLead<LeadGlimpse<LeadAssigned>>())
            handlers.hear(FollowLead<LeadGlimpse<LeadReassigned>>())
            handlers.hear(FollowLead<LeadGlimpse<LeadPooled>>())
            handlers.hear(FollowLead<LeadGlimpse<LeadUnassignable>>())
            handlers.hear(FollowActivity())
            handlers.hear(FollowDeal<OpportunityCreated>())
            handlers.hear(FollowDeal<OpportunityUpdated>())
            handlers.hear(FollowDeal<OpportunityMoved>())
            handlers.hear(FollowDeal<OpportunityWon>())
            handlers.hear(FollowDeal<OpportunityLost>())
            handlers.hear(FollowChance())
            handlers.hear(ForgetPerson())
            let check = CheckHealth(stuckShareAlert: config.stuckShareAlert, zone: config.timeZone)
            handlers.schedule(
                Schedule("pipeline-monitor.check", .every(.seconds(60 * config.checkMinutes))) { now, tx in
                    try check.run(now: now, in: tx)
                }
            )
            let reports = PublishReports(check: check)
            let (hour, minute) = config.reportAt
            let givenUp = GivenUpMetrics()
            handlers.schedule(
                Schedule("pipeline-monitor.report", .daily(hour: hour, minute: minute, timeZone: config.timeZone)) {
                    now,
                    tx in try reports.run(now: now, in: tx)
                }
            )
            return ServicePlan(
                handlers: handlers,
                schemaVersion: 4,
                settings: ["filon.departments": "*"],
                background: { context in
                    await DeadQueue(
                        url: context.config.brokerURL,
                        database: context.database,
                        metrics: givenUp,
                        logger: context.logger
                    ).drain()
                },
                metrics: { givenUp.families }
            )
        }
    }
}
