import Contracts
import Foundation
import HTTPClient
import Logging
import Messaging
import Postgres
import ServiceKit

/// The senders of every configured channel, woken by commits of any replica and once a second for what fell due.
struct Senders: Sendable {
    let config: NotifierConfig
    let metrics: SendMetrics

    func run(_ context: ServiceContext) async {
        await run(
            Surroundings(
                database: context.database,
                databaseURL: context.config.databaseURL,
                messenger: context.messenger,
                logger: context.logger
            )
        )
    }

    /// What senders need of the service around them.
    struct Surroundings: Sendable {
        let database: PostgresPool
        let databaseURL: String
        let messenger: Messenger
        let logger: Logger
    }

    func run(_ around: Surroundings) async {
        if config.channels.isEmpty {
            around.logger.warning("no channel is configured: nobody is told. Set FILON_SMTP_URL or FILON_SLACK_URL.")
        }
        let client = HTTPClient(userAgent: "Filon/\(Version.current)")
        let senders = carriers(client).map { channel, carrier in sender(channel, carrier, around) }
        let listener = PostgresListener(
            PostgresConfig(url: around.databaseURL, applicationName: "filon notifier bell"),
            channels: [DraftStore.bell]
        )
        await withDiscardingTaskGroup { group in
            for sender in senders { group.addTask { await sender.run() } }
            group.addTask {
                for await _ in listener.notifications { senders.forEach { $0.bell.ring() } }
            }
            group.addTask {
                while (try? await Task.sleep(for: .seconds(1))) != nil { senders.forEach { $0.bell.ring() } }
            }
        }
        listener.close()
        await client.close()
    }

    private func carriers(_ client: HTTPClient) -> [(Channel, any Carrier)] {
        var carriers: [(Channel, any Carrier)] = []
        if let mail = config.mail { carriers.append((.email, MailCarrier(client: client, mail: mail))) }
        if let slack = config.slack { carriers.append((.slack, SlackCarrier(client: client, route: slack))) }
        return carriers
    }

    private func sender(_ channel: Channel, _ carrier: any Carrier, _ around: Surroundings) -> Sender {
        let claim = Claim(
            channel: channel,
            rule: config.digest,
            links: config.links,
            domain: config.domain,
            holder: around.messenger.instance
        )
        return Sender(
            claim: claim,
            carrier: carrier,
            database: around.database,
            record: Recording(messenger: around.messenger, logger: around.logger),
            metrics: metrics,
            perSecond: config.rates[channel] ?? 1,
            logger: around.logger
        )
    }
}
