import Foundation
import FrenchBusiness
import HTTPClient
import Postgres
import Threading

/// Opens and keeps the session of a provider that wants a login; one for all questions and all replicas, since logins
/// are limited. Who has to wait for another replica's login is told by the database when it ends.
actor SessionKeeper {
    private let terms: ProviderTerms
    private let login: any ProviderLogin
    private let http: HTTPClient
    private let database: PostgresPool
    private let listening: PostgresConfig
    private let timeout: Duration
    private let now: @Sendable () -> Date
    /// Whoever of this replica asks meanwhile gets the same.
    private var underway: Task<ProviderSession, any Error>?

    /// How long another replica's login is waited for.
    private static let patience = Duration.seconds(12)
    /// A password that was refused is not tried again for so long: logins in a row end in a ban.
    private static let penance = Duration.seconds(600)
    /// Between two logins that failed for another reason: longer than a look waits, so that none does.
    private static let pause = Duration.seconds(30)

    /// - Parameter listening: for the connection that hears of another replica's login; opened only while one is waited
    ///   for.
    init(
        terms: ProviderTerms,
        login: any ProviderLogin,
        http: HTTPClient,
        database: PostgresPool,
        listening: PostgresConfig,
        timeout: Duration,
        now: @escaping @Sendable () -> Date
    ) {
        self.terms = terms
        self.login = login
        self.http = http
        self.database = database
        self.listening = listening
        self.timeout = timeout
        self.now = now
    }

    private var provider: String { terms.name }

    /// - Throws: ``ProviderError`` if no session comes about; `PostgresError`; `CancellationError`.
    func session() async throws -> ProviderSession {
        if let underway { return try await underway.value }
        let task = Task {
            defer { underway = nil }
            return try await obtained()
        }
        underway = task
        return try await task.value
    }

    func refused(_ session: ProviderSession) async throws {
        try await database.transaction { [provider] tx in try SessionStore.refused(session, at: provider, in: tx) }
    }

    private func obtained() async throws -> ProviderSession {
        let end = ContinuousClock.now + Self.patience
        var ear: PostgresListener?
        defer { ear?.close() }
        while ContinuousClock.now < end {
            let moment = now()
            let place = try await database.transaction { [provider] tx in
                try SessionStore.place(of: provider, at: moment, in: tx)
            }
            switch place {
            case .open(let session): return session
            case .yours: return try await open()
            case .others:
                let listener = ear ?? PostgresListener(listening, channels: [SessionStore.channel])
                ear = listener
                await Self.word(of: provider, on: listener, until: end)
            }
        }
        throw ProviderError(provider: provider, reason: .login)
    }

    /// Returns when a login has ended, or may have: listening has only just begun.
    private static func word(
        of provider: String,
        on listener: PostgresListener,
        until end: ContinuousClock.Instant
    ) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await notification in listener.notifications {
                    switch notification {
                    case .reconnected: return
                    case .message(_, let payload): if payload == provider { return }
                    }
                }
            }
            group.addTask { try? await Task.sleep(until: end, clock: .continuous) }
            await group.next()
            group.cancelAll()
        }
    }

    private func open() async throws -> ProviderSession {
        var request = login.request
        request.deadline = timeout
        let start = ContinuousClock.now
        var call = ProviderCall(step: StepKey(provider: provider, question: "login"), siren: nil, at: now())
        var session: ProviderSession?
        var wait: Duration?
        do {
            let response = try await http.send(request)
            call.finish(response.status, after: ContinuousClock.now - start)
            session = login.session(from: response, at: now())
            call.outcome = session != nil ? .found : Self.outcome(of: response.status)
            wait = response.retryAfter
        } catch {
            try Task.checkCancellation()
            call.finish(nil, after: ContinuousClock.now - start)
        }
        try await write(call, session, wait)
        guard let session else { throw ProviderError(provider: provider, reason: .login) }
        return session
    }

    /// Only a refusal is the password's fault: a provider in trouble has nobody told that it is wrong.
    private static func outcome(of status: Int) -> ProviderCall.Outcome {
        switch status {
        case 400, 401, 403: .badKey
        case 429: .throttled
        default: .failed
        }
    }

    private func write(_ call: ProviderCall, _ session: ProviderSession?, _ wait: Duration?) async throws {
        try await database.transaction { [provider, terms] tx in
            try CallStore.append([call], in: tx)
            try SessionStore.opened(session, at: provider, in: tx)
            switch call.outcome {
            case .badKey: try ProviderStateStore.rest(terms, .badKey, for: Self.penance, in: tx)
            case .throttled: try ProviderStateStore.pause(terms, for: wait ?? Self.penance, in: tx)
            case .failed:
                try ProviderStateStore.failed(terms, "no session could be opened", in: tx)
                // Five logins in half a minute are answered with a ban.
                try ProviderStateStore.pause(terms, for: Self.pause, in: tx)
            default: break
            }
        }
    }
}
