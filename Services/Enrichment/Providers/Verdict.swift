/// What a provider's HTTP answer means.
enum Verdict: Sendable, Equatable {
    /// An answer, kept while it is valid; also "no such SIREN" (``Findings/nothing``).
    case found(Findings)
    /// Part of an answer, because a source behind the provider did not reply: used, not kept, asked again later.
    case partial(Findings)
    /// Another address of the same site has it: asked next, in its own turn.
    case leadsTo(String)
    /// Too many calls; `Retry-After` says how long to wait.
    case throttled
    /// The account has no credits left: the provider rests, nobody's look-up fails.
    case noCredits
    /// The key or password is wrong: the operator is told, nobody's look-up fails.
    case badKey
    /// The session's token is no longer taken: one new login, then the question again.
    case expiredSession
    /// About this question alone; says nothing of the provider's health.
    case refused
    /// Not what the provider documents (an error page answered 200, HTML, cut JSON).
    case unreadable
    /// Trouble at the provider's.
    case failed
}
