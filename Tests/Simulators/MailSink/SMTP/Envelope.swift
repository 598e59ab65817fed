import Foundation

/// A mail as it came over the wire.
struct Envelope: Sendable, Equatable {
    var sender: String
    var recipients: [String]
    /// Header and body, dots unstuffed.
    var content: Data
}
