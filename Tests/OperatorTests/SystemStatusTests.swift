import Testing

@testable import Operator

struct SystemStatusTests {
    static func status(
        ready: Bool = true,
        outboxAge: Int = 0,
        unread: Int? = 0,
        deadQueue: Int? = 0,
        broker: SystemStatus.Broker = .differs([]),
        dead: [String: Int] = [:]
    ) -> SystemStatus {
        SystemStatus(
            services: [ServiceHealth(service: "scoring", ready: ready, missing: ready ? [] : ["database: away"])],
            schemas: [.init(name: "scoring", version: 2, outbox: 1, outboxAgeSeconds: outboxAge, retries: 0)],
            queues: [
                .init(name: "scoring.in", messages: unread, consumers: 0),
                .init(name: "dead", messages: deadQueue, consumers: 0),
                .init(name: "notifier.in", messages: nil, consumers: nil),
            ],
            broker: broker,
            deadLetters: dead
        )
    }

    @Test func allIsWellWhereNothingWaitsForAPerson() {
        #expect(Self.status().isWell)
        #expect(Self.status().text.hasSuffix("All is well."))
    }

    @Test(arguments: [
        (status(ready: false), "scoring: database: away"),
        (status(outboxAge: 61), "scoring: an event has waited 61 s for the broker"),
        (status(unread: 5), "queue scoring.in: nobody reads its 5 messages"),
        (status(unread: nil), "queue scoring.in: not there; `filon migrate` makes it"),
        (
            status(deadQueue: nil),
            "queue dead: not there, so what the broker gives up would be lost; `filon migrate` makes it"
        ),
        (
            status(broker: .differs(["policy filon-core is not there"])),
            "broker: policy filon-core is not there; `filon migrate` sets it"
        ),
        (status(dead: ["scoring.score": 2]), "2 dead letters of scoring.score: `filon dead list`"),
    ])
    func eachFaultIsNamed(status: SystemStatus, complaint: String) {
        #expect(status.complaints == [complaint])
        #expect(!status.isWell)
    }

    @Test func queuesThatSomebodyReadsMayHoldMessages() {
        let busy = SystemStatus(
            services: [],
            schemas: [],
            queues: [.init(name: "scoring.in", messages: 900, consumers: 2)],
            broker: .unchecked,
            deadLetters: [:]
        )

        #expect(busy.isWell)
        #expect(busy.text.contains("not checked: FILON_RABBITMQ_MANAGEMENT_URL is not set"))
    }
}
