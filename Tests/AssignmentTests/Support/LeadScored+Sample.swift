import Contracts
import Foundation
import FrenchBusiness

extension LeadScored {
    /// A scored lead of the scene's department.
    static func sample(
        _ leadID: LeadID = LeadID(),
        company: CompanyID = CompanyID(),
        department: DepartmentID = Scene.department,
        urgency: String = "normal",
        priority: Int = 50,
        departement: String? = "38",
        section: String? = "F",
        owner: String? = nil,
        exclusion: Exclusion? = nil,
        version: Int64 = 1,
        readAt: Date? = nil
    ) -> LeadScored {
        let lines = [
            ScoreLine(rule: "size", points: 30, input: "TPE", text: "Très petite entreprise"),
            ScoreLine(rule: "trend", points: 20, input: "-12 %", text: "CA en baisse"),
        ]
        return LeadScored(
            leadID: leadID,
            companyID: company,
            department: department,
            // Without a reading of the register the lead still waits for identification.
            siren: readAt == nil ? nil : SIREN("552100554"),
            companyName: "Maçonnerie du Drac",
            score: ScoreSummary(points: 50, ruleSet: "test", lines: lines),
            band: "B",
            urgency: urgency,
            priority: priority,
            sizeClass: "tpe",
            turnover: TurnoverSummary(status: "unknown", trend: "unknown"),
            departement: departement,
            section: section,
            currentOwner: owner.map(OwnerHint.init(text:)),
            exclusion: exclusion,
            version: version,
            statusReadAt: readAt
        )
    }
}
