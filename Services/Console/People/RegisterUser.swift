import Contracts
import Foundation
import Messaging
import Postgres

/// Adds or changes a colleague. Writes `people.users`; announces ``UserChanged`` or ``RequestRefused``.
struct RegisterUser: MessageHandler {
    static let name = "console.register-user"

    /// How long a colleague's request waits for its department's, which may be on its way.
    static let patience: TimeInterval = 60
    var now: @Sendable () -> Date = { Date() }

    func handle(_ delivery: Delivery<UserRequested>, in tx: isolated PostgresSession) throws -> Outcome {
        let wish = delivery.message
        let at = WireDate.rounded(delivery.envelope.occurredAt)
        do {
            let kept = try Directory.keep(wish.draft, at: at, in: tx)
            let audit = Audit.entry(
                wish.actor,
                "user.changed",
                "user/\(kept.entry.id)",
                kept.entry.draft.department,
                "role \(kept.entry.draft.role)",
                at
            )
            return .done([kept.entry.changed] + (kept.isChange ? [audit] : []))
        } catch is DepartmentUnknown {
            guard now().timeIntervalSince(at) > Self.patience else {
                return .later(delay: .seconds(2), reason: "its department is not registered yet")
            }
            return .done([RequestRefused(UserRequested.self, DepartmentUnknown.refusal)])
        } catch let refusal as Refusal {
            return .done([RequestRefused(UserRequested.self, refusal)])
        }
    }
}

extension UserRequested {
    var draft: UserDraft {
        UserDraft(
            email: email,
            displayName: displayName,
            department: department,
            role: role,
            capacityPerDay: capacityPerDay,
            zones: zones,
            skills: skills,
            active: active,
            slackMember: slackMember
        )
    }
}

extension RequestRefused {
    init(_ request: any Event.Type, _ refusal: Refusal) {
        self.init(request: request.type, code: refusal.code, text: refusal.text)
    }
}
