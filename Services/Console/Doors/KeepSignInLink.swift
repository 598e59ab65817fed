import Contracts
import Foundation
import Messaging
import Postgres

/// Keeps a one-time link's hash for a colleague. Writes `admin.sign_in_links`; announces ``RequestDone`` or
/// ``RequestRefused``.
struct KeepSignInLink: MessageHandler {
    static let name = "console.keep-sign-in-link"
    static let longest: TimeInterval = 15 * 60

    func handle(_ delivery: Delivery<SignInLinkRequested>, in tx: isolated PostgresSession) throws -> Outcome {
        let wish = delivery.message
        let at = delivery.envelope.occurredAt
        guard let hash = Secret.hash(hex: wish.tokenHash) else {
            return .done([RequestRefused(SignInLinkRequested.self, Doorkeeping.hashMalformed)])
        }
        guard let (user, department) = try DoorStore.activeUser(email: wish.email, in: tx) else {
            return .done([RequestRefused(SignInLinkRequested.self, Doorkeeping.userUnknown)])
        }
        let until = min(wish.expiresAt, at.addingTimeInterval(Self.longest))
        try DoorStore.keepLink(hash: hash, user: user, until: until, in: tx)
        return .done([
            RequestDone(request: SignInLinkRequested.type, text: "Lien de connexion prêt."),
            Audit.entry(wish.actor, "sign-in-link.made", "user/\(user)", department, "", at),
        ])
    }
}

/// Keeps an API token's hash. Writes `admin.api_tokens`; announces ``RequestDone`` or ``RequestRefused``.
struct KeepApiToken: MessageHandler {
    static let name = "console.keep-api-token"

    func handle(_ delivery: Delivery<ApiTokenRequested>, in tx: isolated PostgresSession) throws -> Outcome {
        let wish = delivery.message
        guard let hash = Secret.hash(hex: wish.tokenHash) else {
            return .done([RequestRefused(ApiTokenRequested.self, Doorkeeping.hashMalformed)])
        }
        guard (1...100).contains(wish.name.count) else {
            return .done([RequestRefused(ApiTokenRequested.self, Doorkeeping.nameLength)])
        }
        guard let (user, department) = try DoorStore.activeUser(email: wish.email, in: tx) else {
            return .done([RequestRefused(ApiTokenRequested.self, Doorkeeping.userUnknown)])
        }
        try DoorStore.keepToken(hash: hash, name: wish.name, user: user, until: wish.expiresAt, in: tx)
        return .done([
            RequestDone(request: ApiTokenRequested.type, text: "Jeton d’API prêt."),
            Audit.entry(
                wish.actor,
                "api-token.made",
                "user/\(user)",
                department,
                "",
                delivery.envelope.occurredAt
            ),
        ])
    }
}

enum Doorkeeping {
    static let hashMalformed = Refusal("door.hash_malformed", "L’empreinte attendue compte 64 chiffres hexadécimaux.")
    static let userUnknown = Refusal("door.user_unknown", "Aucune personne active n’a cette adresse.")
    static let nameLength = Refusal("door.name_length", "Le nom d’un jeton compte de 1 à 100 caractères.")
}
