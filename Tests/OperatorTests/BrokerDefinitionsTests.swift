import Foundation
import MessagingSupport
import TestSupport
import Testing

@testable import Operator

/// The broker's settings on a real RabbitMQ, in a virtual host of the test's own.
struct BrokerDefinitionsTests {
    static func onVhost(_ body: (TestVhost, BrokerDefinitions) async throws -> Void) async throws {
        let vhost = try await TestVhost.make()
        let definitions = BrokerDefinitions(
            managementURL: try ServerEnvironment.managementURL(),
            brokerURL: vhost.url
        )
        do {
            try await body(vhost, definitions)
            await vhost.drop()
        } catch {
            await vhost.drop()
            throw error
        }
    }

    @Test func whatIsAppliedIsThere() async throws {
        try await Self.onVhost { vhost, definitions in
            let before = try await definitions.differences()
            #expect(before.contains("policy filon-core is not there"))
            #expect(before.contains("policy filon-dead is not there"))
            #expect(before.contains("queue dead is not there"))

            let count = try await definitions.apply()

            #expect(count == before.count)
            #expect(try await definitions.differences() == [])
        }
    }

    @Test func whatWasChangedByHandIsNamed() async throws {
        try await Self.onVhost { vhost, definitions in
            _ = try await definitions.apply()
            try await vhost.call(
                "PUT",
                "/api/policies/\(vhost.name)/filon-core",
                #"{"pattern":"^ingest","apply-to":"queues","priority":10,"definition":{"delivery-limit":20}}"#
            )
            try await vhost.call("DELETE", "/api/exchanges/\(vhost.name)/dlx", nil)

            let differences = try await definitions.differences()

            #expect(
                differences == [
                    "policy filon-core differs: dead-letter-exchange, dead-letter-strategy, max-length, overflow, pattern",
                    "exchange dlx is not there", "binding dlx dead queue # is not there",
                ]
            )
            #expect(try await definitions.apply() > 0)
            #expect(try await definitions.differences() == [])
        }
    }

    /// A queue keeps its arguments whatever is imported: said, since nothing else would show it.
    @Test func whatTheBrokerKeepsIsAnError() async throws {
        try await Self.onVhost { vhost, definitions in
            try await vhost.call("PUT", "/api/queues/\(vhost.name)/dead", #"{"durable":true,"arguments":{}}"#)

            await #expect {
                _ = try await definitions.apply()
            } throws: { error in
                "\(error)".contains("queue dead differs: x-queue-type")
            }
        }
    }
}
