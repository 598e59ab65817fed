import Contracts
import Foundation

extension DealStuck: ToldEvent {
    static let handlerName = "tell-deal-stuck"

    /// Once for each stay in a stage.
    func tellings(_ moments: MomentWords) -> [Telling] {
        let telling = Telling(
            kind: MessageKind.dealStuck,
            audience: owner.map { .colleague($0) } ?? .managers,
            department: department,
            occasion: "\(dealID)/\(stage.prefix(60))/\(Int64(since.timeIntervalSince1970))",
            lead: leadID,
            company: companyID
        ) { language in
            SalesWording(moments: moments).stuck(self, in: language)
        }
        return [telling]
    }
}

extension KPIAlertRaised: ToldEvent {
    static let handlerName = "tell-kpi-alert"

    /// Once a day for each figure and direction.
    func tellings(_ moments: MomentWords) -> [Telling] {
        let telling = Telling(
            kind: MessageKind.kpiAlert,
            audience: .managers,
            department: department,
            occasion: "\(department)/\(kpi.prefix(60))/\(day)/\(direction.prefix(10))"
        ) { language in
            SalesWording(moments: moments).alert(self, in: language)
        }
        return [telling]
    }
}

extension ReportPublished: ToldEvent {
    static let handlerName = "tell-report"

    func tellings(_ moments: MomentWords) -> [Telling] {
        let telling = Telling(
            kind: MessageKind.report,
            audience: .managers,
            department: department,
            occasion: reportID.description
        ) { language in
            SalesWording(moments: moments).report(self, in: language)
        }
        return [telling]
    }
}
