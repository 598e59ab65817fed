import Foundation
import FrenchBusiness
import HTTPClient
import Postgres
import Threading

/// Lets through what the site's `robots.txt` allows; it is read anew after a day (RFC 9309, section 2.4).
actor RobotsGate: PageGate {
    private let origin: String
    private let terms: ProviderTerms
    private let http: HTTPClient
    private let database: PostgresPool
    private let timeout: Duration
    private let now: @Sendable () -> Date
    private var kept: (robots: RobotsTxt, until: Date)?

    /// How soon a site that gave no answer is asked for it again.
    private static let pause = 600.0

    /// - Returns: nil if `baseURL` has no origin.
    init?(
        baseURL: String,
        _ terms: ProviderTerms,
        http: HTTPClient,
        database: PostgresPool,
        timeout: Duration,
        now: @escaping @Sendable () -> Date
    ) {
        guard let url = URL(string: baseURL), let scheme = url.scheme, let host = url.host() else { return nil }
        origin = "\(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? "")
        self.terms = terms
        self.http = http
        self.database = database
        self.timeout = timeout
        self.now = now
    }

    func admits(_ url: String) async throws -> Bool {
        let robots = try await robots()
        guard robots.allows(url: url) else { return false }
        if let delay = robots.crawlDelay, .seconds(delay) > terms.spacing {
            // The site wants more time between two pages than we take: in all replicas.
            try await database.transaction { [terms] tx in
                try ProviderStateStore.pause(terms, for: .seconds(min(delay, 3600)), in: tx)
            }
        }
        return true
    }

    func follows() async throws -> @Sendable (String) -> Bool {
        let robots = try await robots()
        return { robots.allows(url: $0) }
    }

    private func robots() async throws -> RobotsTxt {
        if let kept, kept.until > now() { return kept.robots }
        var request = HTTPRequest(.get, origin + "/robots.txt", trust: .operatorConfigured)
        request.deadline = timeout
        request.followRedirects = 5
        // Room for files longer than what is read of them: one that is cut off would allow nothing.
        request.maximumBodyBytes = 8 * RobotsTxt.bytesRead
        var status: Int?
        var body: [UInt8] = []
        do {
            let response = try await http.send(request)
            (status, body) = (response.status, response.body)
        } catch {
            try Task.checkCancellation()
        }
        let robots = RobotsTxt.answer(status, body)
        let isAnswer = status.map { $0 < 500 && $0 != 429 } ?? false
        kept = (robots, isAnswer ? Lifetimes.standard.after(.robots, now()) : now().addingTimeInterval(Self.pause))
        return robots
    }
}
