import Contracts
import FrenchBusiness

/// What somebody wants a colleague's entry to be, checked and normalised.
struct UserDraft: Equatable, Sendable {
    var email: String
    var displayName: String
    var department: DepartmentID
    var role: String
    var capacityPerDay: Int
    var zones: [String]
    var skills: [String]
    var active: Bool
    var slackMember: String?

    /// Zones and skills come out sorted and without repeats, so that equal drafts compare equal.
    func checked() throws(Refusal) -> UserDraft {
        var draft = self
        guard let address = try? EmailAddress(userInput: email) else {
            throw Refusal("user.email_malformed", "L’adresse e-mail n’est pas valable.", field: "email")
        }
        draft.email = address.matchKey
        draft.displayName = displayName.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard (1...200).contains(draft.displayName.count) else {
            throw Refusal("user.name_length", "Le nom compte de 1 à 200 caractères.", field: "display_name")
        }
        guard (0...10_000).contains(capacityPerDay) else {
            throw Refusal(
                "user.capacity_range",
                "La capacité va de 0 à 10\u{202F}000 leads par jour.",
                field: "capacity_per_day"
            )
        }
        guard zones.count <= 200, zones.allSatisfy({ Departement($0) != nil }) else {
            throw Refusal("user.zone_unknown", "Une zone n’est pas un code de département.", field: "zones")
        }
        guard skills.count <= 30, skills.allSatisfy({ NAFSection(rawValue: $0) != nil }) else {
            throw Refusal("user.skill_unknown", "Une compétence n’est pas une section NAF (A à U).", field: "skills")
        }
        guard (slackMember?.count ?? 0) <= 50 else {
            throw Refusal("user.slack_length", "L’identifiant Slack est trop long.", field: "slack_member")
        }
        draft.zones = Array(Set(zones)).sorted()
        draft.skills = Array(Set(skills)).sorted()
        draft.slackMember = slackMember.flatMap { $0.isEmpty ? nil : $0 }
        return draft
    }
}
