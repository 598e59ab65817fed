import CCurl
import Threading

/// HTTP requests and mail through libcurl: many at once on one thread, each within its own limits.
///
/// Share one client between all users of a service: connections are kept and reused. Cancelling the task aborts the
/// transfer.
public final class HTTPClient: Sendable {
    let loop: TransferLoop
    /// Apart from `loop`, because libcurl waits for the answer to QUIT when it closes a mail session, and no other
    /// transfer of the same loop moves meanwhile.
    let mailLoop: TransferLoop
    let identity: ClientIdentity

    /// - Parameters:
    ///   - userAgent: who we are to the other side, e.g. `Filon/1.0 (+https://…)`.
    ///   - certificateAuthorities: a PEM file to trust in place of the system's authorities.
    ///   - maximumConnectionsPerHost: beyond it, transfers wait for a connection to that host.
    ///   - maximumInFlight: beyond it, requests wait for a slot.
    ///   - maximumWaiting: beyond it, requests fail at once as `overloaded`.
    public init(
        userAgent: String,
        certificateAuthorities: String? = nil,
        maximumConnectionsPerHost: Int = 128,
        maximumInFlight: Int = 256,
        maximumWaiting: Int = 4_096
    ) {
        identity = ClientIdentity(userAgent: userAgent, certificateAuthorities: certificateAuthorities)
        loop = TransferLoop(
            name: "http",
            limits: TransferLimits(
                connectionsPerHost: maximumConnectionsPerHost,
                inFlight: maximumInFlight,
                waiting: maximumWaiting
            )
        )
        mailLoop = TransferLoop(
            name: "smtp",
            limits: TransferLimits(connectionsPerHost: 4, inFlight: 16, waiting: maximumWaiting)
        )
    }

    /// The response to `request`, whatever its status.
    ///
    /// Throws ``HTTPError``: `badURL` and `badHeader` before anything is sent, `timeout` at the deadline at the latest.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        guard !Rehearsal.isOn else { throw HTTPError(.rehearsal, host: Origin(request.url)?.host ?? "") }
        let deadline = ContinuousClock.now + min(max(.zero, request.deadline), .seconds(3_600))
        var current = request
        for _ in 0...max(0, min(20, request.followRedirects)) {
            let reply = try await exchange(current, until: deadline)
            guard request.followRedirects > 0, request.upload == nil, let target = reply.redirect,
                let next = try Redirect.next(after: reply.response.status, to: target, from: current)
            else { return reply.response }
            current = next
        }
        throw HTTPError(.tooManyRedirects, host: Origin(current.url)?.host ?? "")
    }

    /// Ends what is in flight as `closed`, then every connection. Later requests fail as `closed`.
    public func close() async {
        await loop.close()
        await mailLoop.close()
    }

    private func exchange(
        _ request: HTTPRequest,
        until deadline: ContinuousClock.Instant
    ) async throws(HTTPError) -> HTTPExchange.Reply {
        guard let origin = Origin(request.url) else { throw HTTPError(.badURL, host: "") }
        guard request.headers.areWellFormed else { throw HTTPError(.badHeader, host: origin.host) }
        let identity = identity
        let result = await loop.carry(until: deadline) { ticket, completion in
            HTTPExchange(
                request,
                host: origin.host,
                identity: identity,
                ticket: ticket,
                completion: completion
            )
        }
        return try result.get()
    }
}

/// What every transfer of a client says about us and believes of others.
struct ClientIdentity {
    let userAgent: String
    let certificateAuthorities: String?
}

extension TransferLoop {
    /// Submits the exchange that `make` builds and waits for its completion; a cancelled task ends it early.
    func carry<Outcome: Sendable>(
        until deadline: ContinuousClock.Instant,
        _ make: (Ticket, @escaping @Sendable (Outcome) -> Void) -> any Exchange
    ) async -> Outcome {
        let ticket = Ticket(deadline: deadline)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let exchange = make(ticket) { continuation.resume(returning: $0) }
                submit(exchange)
            }
        } onCancel: {
            cancel(ticket)
        }
    }
}
