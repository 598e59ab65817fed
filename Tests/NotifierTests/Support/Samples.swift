import Contracts
import Foundation
import FrenchBusiness

@testable import Notifier

let north = DepartmentID(rawValue: "nord")
let south = DepartmentID(rawValue: "sud")
let paris = TimeZone(identifier: "Europe/Paris") ?? .gmt
let moments = MomentWords(zone: paris)

/// Monday 23 November 2026, 09:00 in Paris.
let monday = Date(timeIntervalSince1970: 1_795_420_800)

func card(_ name: String? = "Boulangerie Dupont", turnover: TurnoverSummary? = nil) -> LeadCard {
    LeadCard(
        companyName: name,
        siren: SIREN("732829320"),
        points: 78,
        urgency: "high",
        topReasons: ["Très petite entreprise", "CA en forte hausse"],
        turnover: turnover
            ?? TurnoverSummary(
                status: "known",
                latestCents: 22_978_600,
                latestClosing: CivilDate(year: 2024, month: 12, day: 31),
                changeBasisPoints: 1210,
                trend: "growth"
            ),
        departement: "59"
    )
}

func assigned(
    to owner: UserID,
    _ name: String? = "Boulangerie Dupont",
    lead: LeadID = LeadID(),
    company: CompanyID = CompanyID(),
    in department: DepartmentID = north,
    decision: DecisionID = DecisionID(),
    announce: Bool = true,
    version: Int64 = 1
) -> LeadAssigned {
    LeadAssigned(
        leadID: lead,
        companyID: company,
        department: department,
        owner: owner,
        decisionID: decision,
        reasons: ["Secteur couvert"],
        announce: announce,
        card: card(name),
        dueAt: monday.addingTimeInterval(9000),
        version: version
    )
}
