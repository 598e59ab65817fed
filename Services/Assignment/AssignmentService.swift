import Contracts
import FrenchBusiness
import Messaging
import ServiceKit

@main
struct AssignmentService {
    static func main() async {
        await ServiceHost.run(.assignment) { settings in
            let config = try AssignmentConfig(settings)
            let handOut = HandOut(
                model: AssignmentModel(criticalOverflowPercent: config.criticalOverflowPercent),
                calendar: WorkingCalendar(zone: config.timeZone),
                status: StatusAge(days: config.statusDays)
            )
            var handlers = HandlerRegistry(.assignment)
            handlers.hear(AssignLead(handOut: handOut))
            handlers.hear(CeaseCompany())
            handlers.hear(WithdrawCompany())
            handlers.hear(ObeyObjection())
            handlers.hear(ForgetPerson())
            handlers.hear(MergeCompany(handOut: handOut))
            handlers.hear(StopClock<ActivityLogged>())
            handlers.hear(StopClock<OpportunityCreated>())
            handlers.hear(StopClock<OpportunityMoved>())
            handlers.hear(StopClock<OpportunityWon>())
            handlers.hear(StopClock<OpportunityLost>())
            let redistribution = Redistribution(handOut: handOut)
            handlers.hear(FollowColleague<UserChanged>(redistribution: redistribution))
            handlers.hear(FollowColleague<AbsenceDeclared>(redistribution: redistribution))
            handlers.hear(FollowColleague<AbsenceCancelled>(redistribution: redistribution))
            handlers.schedule(
                Schedule("assignment.redistribute", .every(.seconds(config.drawSeconds))) { now, tx in
                    try redistribution.run(now: now, in: tx)
                }
            )
            handlers.recall(RecordedAssignments())
            // Colleagues of every department are candidates somewhere.
            return ServicePlan(handlers: handlers, schemaVersion: 4, settings: ["filon.departments": "*"])
        }
    }
}
