/// What somebody is to be told, in that person's language and free of any layout. Stored with the message; mail and
/// Slack texts are written from it when they are sent.
struct Notice: Codable, Sendable, Equatable {
    struct Fact: Codable, Sendable, Equatable {
        var label: String
        var value: String
    }

    /// A line of a list, with a page of the console where it has one.
    struct Item: Codable, Sendable, Equatable {
        var text: String
        /// Path below the console's address, e.g. `leads/<id>`.
        var path: String?
    }

    /// Named where a message reaches more than one person: in a Slack channel.
    var addressee: String?
    /// Says only that something waits; so does a digest of such.
    var isNudge = false
    var subject: String
    var intro: String
    var facts: [Fact] = []
    /// Said above ``items``.
    var heading: String?
    var items: [Item] = []
    /// What the link says, and the console's page that it opens.
    var link: Item?
    /// All of it in one line, for a digest.
    var line: String
}
