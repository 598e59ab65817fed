import Contracts
import Foundation

/// A colleague as the API shows one.
struct UserItem: Encodable, Sendable {
    let id: String
    let email: String
    let displayName: String
    let department: String
    let role: String
    let capacityPerDay: Int
    let zones: [String]
    let skills: [String]
    let active: Bool
    let slackMember: String?
    let version: Int64

    init(_ user: Colleague) {
        let draft = user.draft
        (id, email, displayName) = (user.id.description, draft.email, draft.displayName)
        (department, role, capacityPerDay) = (draft.department.rawValue, draft.role, draft.capacityPerDay)
        (zones, skills, active) = (draft.zones, draft.skills, draft.active)
        (slackMember, version) = (draft.slackMember, user.version)
    }
}

/// A colleague as a caller describes one; for a change, what is left out stays.
struct UserBody: Decodable, Sendable {
    var email: String?
    var displayName: String?
    var department: DepartmentID?
    var role: String?
    var capacityPerDay: Int?
    var zones: [String]?
    var skills: [String]?
    var active: Bool?
    var slackMember: String?

    func draft() throws(Refusal) -> UserDraft {
        func missing(_ field: String) -> Refusal { Refusal("field.missing", "Ce champ est obligatoire.", field: field) }
        guard let email else { throw missing("email") }
        guard let displayName else { throw missing("display_name") }
        guard let department else { throw missing("department") }
        guard let role else { throw missing("role") }
        return UserDraft(
            email: email,
            displayName: displayName,
            department: department,
            role: role,
            capacityPerDay: capacityPerDay ?? 0,
            zones: zones ?? [],
            skills: skills ?? [],
            active: active ?? true,
            slackMember: slackMember
        )
    }

    func merged(into draft: UserDraft) -> UserDraft {
        UserDraft(
            email: email ?? draft.email,
            displayName: displayName ?? draft.displayName,
            department: department ?? draft.department,
            role: role ?? draft.role,
            capacityPerDay: capacityPerDay ?? draft.capacityPerDay,
            zones: zones ?? draft.zones,
            skills: skills ?? draft.skills,
            active: active ?? draft.active,
            slackMember: slackMember ?? draft.slackMember
        )
    }
}
