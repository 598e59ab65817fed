import Foundation

/// A message in a sender's hands: its attempt is written, now it is made.
struct Outgoing: Sendable {
    let id: UUID
    let attempt: Int
    /// Attempts whose end nobody knows.
    let unknowns: Int
    let isDigest: Bool
    let isProspect: Bool
    let kind: String
    let department: String
    let lead: UUID?
    let recipient: UUID?
    let address: String?
    let wireID: String
    let subject: String
    let text: String
    let html: String?
    let correlation: UUID?
    let causation: UUID?
}
