import HTTPClient
import ScriptedPeers
import Testing
import Threading

/// Nothing leaves a task that only rehearses, nor its children.
@Suite struct RehearsalTests {
    @Test func noRequestGoesOut() async throws {
        let server = try ScriptedServer { peer in
            while peer.request() != nil { peer.answer("200 OK") }
        }
        let client = client()

        let error = try await Rehearsal.$isOn.withValue(true) {
            try await failure(client, request(server))
        }
        let codes = await Rehearsal.$isOn.withValue(true) {
            await withTaskGroup(of: HTTPError.Code?.self) { group in
                group.addTask { (try? await failure(client, request(server)))?.code }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }

        #expect(error.code == .rehearsal)
        #expect(!error.isRetriable)
        #expect(codes == [.rehearsal])
        #expect(server.connections == 0)
        #expect(try await client.send(request(server)).status == 200, "and afterwards it does")
        await client.close()
    }

    @Test func noMailGoesOut() async throws {
        let peer = MailPeer()
        let server = try peer.listen()
        let client = client()

        let error = try await Rehearsal.$isOn.withValue(true) {
            try await #require(throws: SMTPError.self) { _ = try await client.send(message(), through: plain(server)) }
        }

        #expect(error.code == .rehearsal)
        #expect(!error.perhapsSent)
        #expect(server.connections == 0)
        await client.close()
    }
}
