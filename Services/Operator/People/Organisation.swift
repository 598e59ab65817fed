import Contracts

/// A seed file: who works here, and the stages of the sales pipeline.
struct Organisation: Decodable, Sendable {
    struct Department: Decodable, Sendable {
        let id: DepartmentID
        let name: String

        var request: DepartmentRequested {
            DepartmentRequested(actor: "operator", department: id, name: name, active: true)
        }
    }

    struct User: Decodable, Sendable {
        let email: String
        let displayName: String
        let department: DepartmentID
        let role: String
        let capacityPerDay: Int
        let zones: [String]
        let skills: [String]
        let active: Bool

        var request: UserRequested {
            UserRequested(
                actor: "operator",
                email: email,
                displayName: displayName,
                department: department,
                role: role,
                capacityPerDay: capacityPerDay,
                zones: zones,
                skills: skills,
                active: active
            )
        }
    }

    struct Stage: Decodable, Sendable {
        let key: String
        let label: String
        let position: Int
        let probability: Int
        let limitBusinessDays: Int?
        let terminal: String?

        var request: LeadStageRequested {
            LeadStageRequested(
                actor: "operator",
                key: key,
                label: label,
                position: position,
                probabilityPercent: probability,
                limitBusinessDays: limitBusinessDays,
                terminal: terminal
            )
        }
    }

    let departments: [Department]
    let users: [User]
    let leadStages: [Stage]
}
