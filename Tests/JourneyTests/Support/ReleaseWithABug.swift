import Contracts
import Foundation
import FrenchBusiness
import InstallationSupport
import Logging
import Messaging
import MessagingSupport
import Postgres
import TestSupport

@testable import Scoring

/// Scoring as a release with a bug would be: the real handlers, but that one company's facts cannot be read.
struct ReleaseWithABug {
    private let running: Task<Void, Never>
    private let pools: [PostgresPool]

    static func start(beside filon: Installation, failingOn siren: String) async throws -> ReleaseWithABug {
        let config = filon.database.config(role: "filon_scoring")
        let pools = [PostgresPool(config, size: 2), PostgresPool(config.forRelay, size: 2)]
        let rescore = Rescore(zone: TimeZone(identifier: "Europe/Paris") ?? .gmt)
        var handlers = HandlerRegistry(.scoring)
        handlers.hear(RegisterLead(rescore: rescore))
        handlers.hear(RegisterContact(rescore: rescore))
        handlers.hear(MisreadCompany(real: ScoreCompany(rescore: rescore), siren: siren))
        handlers.hear(CeaseCompany(rescore: rescore))
        handlers.hear(WithdrawCompany(rescore: rescore))
        handlers.hear(MergeCompany(rescore: rescore))
        handlers.hear(ObeyObjection(rescore: rescore))
        handlers.hear(ForgetPerson(rescore: rescore))
        handlers.hear(LogActivity(rescore: rescore))
        handlers.hear(ChangeRules(now: rescore.now))
        let messenger = Messenger(
            service: .scoring,
            database: pools[0],
            relayDatabase: pools[1],
            broker: AMQPBroker(url: filon.vhost.url, name: "scoring"),
            handlers: handlers,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        return ReleaseWithABug(running: Task { await messenger.run(grace: .seconds(4)) }, pools: pools)
    }

    func stop() async {
        running.cancel()
        await running.value
        for pool in pools { await pool.close() }
    }
}

/// Reads what is not there in one company's facts.
private struct MisreadCompany: BatchHandler {
    static let name = ScoreCompany.name

    let real: ScoreCompany
    let siren: String

    func handle(_ deliveries: [Delivery<CompanyEnriched>], in tx: isolated PostgresSession) throws -> [Messaging
        .Outcome]
    {
        guard !deliveries.contains(where: { $0.message.siren.text == siren }) else {
            throw DecodingError.valueNotFound(
                Int.self,
                .init(codingPath: [Key("turnover"), Key("years")], debugDescription: "planted")
            )
        }
        return try real.handle(deliveries, in: tx)
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }
}
