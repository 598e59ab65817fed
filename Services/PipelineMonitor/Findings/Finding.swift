import Contracts
import Foundation
import FrenchBusiness

/// An open deal with what is known of its stage and of its lead's plans.
struct OpenDeal: Sendable, Equatable {
    var id: DealID
    var leadID: LeadID
    var companyID: CompanyID
    var department: DepartmentID
    var owner: UserID?
    var title: String
    var stage: String
    /// as people call the stage, French
    var stageLabel: String
    var stageSince: Date
    /// nil: the stage has no limit
    var limitBusinessDays: Int?
    var expectedClose: CivilDate?
    /// the later of the deal's next step and of the last activity's
    var nextStepOn: CivilDate?
}

/// What is wrong with a deal.
struct Finding: Sendable, Equatable {
    enum Kind: String, Sendable, CaseIterable {
        case stuck
        case overdueClose = "overdue_close"
        case overdueStep = "overdue_step"
    }

    var kind: Kind
    /// in business days
    var measured: Int
    /// same unit
    var threshold: Int
    /// in French
    var suggestion: String
}
