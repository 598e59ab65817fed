public import Foundation

/// Please keep a one-time sign-in link for a colleague. The secret never travels: its sender shows it, the console
/// keeps the hash. Answered by ``RequestDone`` or ``RequestRefused``.
public struct SignInLinkRequested: Event {
    public static let type = "sign-in-link.requested.v1"

    public var actor: String
    /// the colleague's address, lower case
    public var email: String
    /// lower-case hexadecimal SHA-256 of the link's secret (its UTF-8 bytes)
    public var tokenHash: String
    /// worthless afterwards; the owner allows 15 minutes from now at most
    public var expiresAt: Date

    public init(actor: String, email: String, tokenHash: String, expiresAt: Date) {
        self.actor = actor
        self.email = email
        self.tokenHash = tokenHash
        self.expiresAt = expiresAt
    }

    public var subject: String { "sign-in-link/\(tokenHash.prefix(12))" }
}

/// Please keep a token of the REST API that acts for a colleague. Answered by ``RequestDone`` or ``RequestRefused``.
public struct ApiTokenRequested: Event {
    public static let type = "api-token.requested.v1"

    public var actor: String
    /// what it is for, 1 to 100 characters
    public var name: String
    /// the colleague that it acts for, lower case
    public var email: String
    /// lower-case hexadecimal SHA-256 of the token (its UTF-8 bytes)
    public var tokenHash: String
    /// nil: never
    public var expiresAt: Date?

    public init(actor: String, name: String, email: String, tokenHash: String, expiresAt: Date? = nil) {
        self.actor = actor
        self.name = name
        self.email = email
        self.tokenHash = tokenHash
        self.expiresAt = expiresAt
    }

    public var subject: String { "api-token/\(tokenHash.prefix(12))" }
}

/// Please keep a token that opens ingest's door, for one department's lists or for the Sirene universe. Answered by
/// ``RequestDone`` or ``RequestRefused``.
public struct IngestTokenRequested: Event {
    public static let type = "ingest-token.requested.v1"

    public var actor: String
    /// what it is for, 1 to 100 characters
    public var name: String
    public var department: DepartmentID
    /// where its companies come from, e.g. `import`
    public var source: String
    /// requests a minute
    public var ratePerMinute: Int
    /// lower-case hexadecimal SHA-256 of the token (its UTF-8 bytes)
    public var tokenHash: String
    /// what it may send: `lists`, as when absent, or `registry`
    public var opens: String?

    public init(
        actor: String,
        name: String,
        department: DepartmentID,
        source: String,
        ratePerMinute: Int,
        tokenHash: String,
        opens: String? = nil
    ) {
        self.actor = actor
        self.name = name
        self.department = department
        self.source = source
        self.ratePerMinute = ratePerMinute
        self.tokenHash = tokenHash
        self.opens = opens
    }

    public var subject: String { "ingest-token/\(tokenHash.prefix(12))" }
    public var departmentID: DepartmentID? { department }
}

/// A `*.requested` without an event of its own to answer with was carried out; same correlation id.
public struct RequestDone: Event {
    public static let type = "request.done.v1"

    /// type of the request
    public var request: String
    /// in French, for people
    public var text: String

    public init(request: String, text: String) {
        self.request = request
        self.text = text
    }

    public var subject: String { "request/\(request)" }
}
