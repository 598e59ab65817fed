import HTTPTypes

/// Why a provider refuses, before it says so in its own words.
enum Refusal: Sendable, Equatable {
    case badKey
    case expiredToken
    case outOfCredits
    case tooMany(retryAfter: Int)
    case status(Int)
}

/// One provider: where it answers, how often it may be asked, and how it refuses.
protocol SimulatedProvider: Sendable {
    static var name: String { get }
    /// What is documented (or, where nothing is, what the file says that we took).
    static var limits: [RateLimit] { get }
    /// Ways of answering that may be ordered.
    static var variants: Set<String> { get }
    /// Whether answers tell how many calls are left (`X-RateLimit-…`).
    static var tellsRemaining: Bool { get }

    var routes: [Route] { get }

    static func refusal(_ refusal: Refusal) -> Answer
}

extension SimulatedProvider {
    static var limits: [RateLimit] { [] }
    static var variants: Set<String> { [] }
    static var tellsRemaining: Bool { false }
    var name: String { Self.name }
}

/// One address of a provider.
struct Route: Sendable {
    var method = HTTPRequest.Method.get
    /// Below the provider's name; `:part` names a part of the path.
    var path: String
    /// Besides the provider's own.
    var limits: [RateLimit] = []
    /// The SIREN that a request is about, for the counters.
    var sirens: @Sendable (Asked) -> [String] = { _ in [] }
    /// What a successful answer costs, in hundredths of a credit.
    var price: @Sendable (Asked) -> Int = { _ in 0 }
    var answer: @Sendable (Asked) -> Answer
}
