import Foundation
import InstallationSupport
import MessagingSupport
import Postgres
import Testing

/// What the broker gives up is kept, by the real executable with the rights that `filon migrate` leaves it.
@Suite(.serialized) struct GivenUpTests {
    @Test func whatTheBrokerGivesUpBecomesADeadLetter() async throws {
        let filon = try await Installation()
        do {
            let id = UUID().uuidString.lowercased()
            let message = """
                {"properties": {"message_id": "\(id)", "type": "lead.registered.v1"}, "routing_key": "scoring.in",
                "payload": "{}", "payload_encoding": "string"}
                """
            try await filon.vhost.call("POST", "/api/exchanges/\(filon.vhost.name)/dlx/publish", message)
            try await eventually("it is a dead letter", within: .seconds(20)) {
                try await filon.sessions.transaction { tx in try GivenUpStore.isKept(id, in: tx) }
            }
        } catch {
            await filon.tearDown()
            throw error
        }
        await filon.tearDown()
    }
}

private enum GivenUpStore {
    static func isKept(_ id: String, in tx: isolated PostgresSession) throws -> Bool {
        try !tx.query("SELECT FROM msg.dead_letter WHERE message_id = $1::text::uuid AND attempts = 0", id).isEmpty
    }
}
