import Contracts
import Messaging
import ServiceKit

@main
struct NotifierService {
    static func main() async {
        await ServiceHost.run(.notifier) { settings in
            let config = try NotifierConfig(settings)
            let metrics = SendMetrics()
            return ServicePlan(
                handlers: handlers(config),
                schemaVersion: 2,
                // Recipients are looked up for one department at a time; the rest is the notifier's own.
                settings: ["filon.departments": "*"],
                background: { context in await Senders(config: config, metrics: metrics).run(context) },
                metrics: { metrics.families }
            )
        }
    }

    static func handlers(_ config: NotifierConfig) -> HandlerRegistry {
        let drafting = Drafting(channels: config.channels, slack: config.slack, zone: config.zone)
        var handlers = HandlerRegistry(.notifier)
        handlers.hear(Tell<LeadAssigned>(drafting: drafting, domain: config.domain, rule: config.digest))
        handlers.hear(Tell<LeadReassigned>(drafting: drafting, domain: config.domain, rule: config.digest))
        handlers.hear(Tell<LeadUnassignable>(drafting: drafting, domain: config.domain, rule: config.digest))
        handlers.hear(Tell<OpportunityWon>(drafting: drafting, domain: config.domain, rule: config.digest))
        handlers.hear(Tell<DealStuck>(drafting: drafting, domain: config.domain, rule: config.digest))
        handlers.hear(Tell<KPIAlertRaised>(drafting: drafting, domain: config.domain, rule: config.digest))
        handlers.hear(Tell<ReportPublished>(drafting: drafting, domain: config.domain, rule: config.digest))
        handlers.hear(Tell<BudgetExhausted>(drafting: drafting, domain: config.domain, rule: config.digest))
        handlers.hear(Tell<ModelAlarmChanged>(drafting: drafting, domain: config.domain, rule: config.digest))
        handlers.hear(Tell<NotificationRequested>(drafting: drafting, domain: config.domain, rule: config.digest))
        handlers.hear(SilenceCeased())
        handlers.hear(SilenceWithdrawn())
        handlers.hear(HonourObjection())
        handlers.hear(ForgetPerson())
        return handlers
    }
}
