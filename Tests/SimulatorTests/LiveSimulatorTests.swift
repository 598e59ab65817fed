import Foundation
import FoundationNetworking
import NIOCore
import NIOPosix
import Testing

@testable import MailSink
@testable import ProviderSandbox

/// Both simulators over real sockets.
@Suite(.timeLimit(.minutes(1))) struct LiveSimulatorTests {
    @Test func everyAnswerSaysThatItIsSimulatedAndACutAnswerFails() async throws {
        try await LiveSandbox.run { sandbox in
            let address = sandbox.base + "/recherche-entreprises/search?q=999123458"
            let (body, response) = try await fetch(address)
            let head = response as? HTTPURLResponse
            #expect(head?.statusCode == 200)
            #expect(head?.value(forHTTPHeaderField: "X-Filon-Simulator") == "1")
            #expect(String(decoding: body, as: UTF8.self).contains("SYNTHETIQUE 999123458"))

            try await sandbox.order(#"{"provider":"recherche-entreprises","cut":true,"times":1}"#)
            await #expect(throws: (any Error).self) { _ = try await fetch(address) }
            let (_, after) = try await fetch(address)
            #expect((after as? HTTPURLResponse)?.statusCode == 200)
        }
    }

    @Test func pipelinedCommandsDeliverOneMail() async throws {
        let mailbox = Mailbox()
        let server = try await SMTPServer.start(host: "127.0.0.1", port: 0, mailbox: mailbox, faults: MailFaults())
        let address = try #require(server.localAddress)

        let transcript = try await converse(
            with: address,
            "EHLO a\r\nMAIL FROM:<a@exemple.fr>\r\nRCPT TO:<b@exemple.fr>\r\nDATA\r\n"
                + "Subject: Test\r\n\r\nBonjour\r\n.\r\nQUIT\r\n"
        )

        #expect(transcript.hasPrefix("220 "))
        #expect(transcript.hasSuffix("221 2.0.0 Bye\r\n"))
        #expect(mailbox.mails.map(\.subject) == ["Test"])
        #expect(mailbox.mails.first?.text == "Bonjour\n")
        try await server.close()
    }

    /// Sends bytes and collects what comes back until the other side closes.
    private func converse(with address: SocketAddress, _ text: String) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(to: address) {
            channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            var received = ""
            for try await bytes in inbound { received += String(buffer: bytes) }
            return received
        }
    }

    private func fetch(_ address: String) async throws -> (Data, URLResponse) {
        try await URLSession.shared.data(from: try #require(URL(string: address)))
    }
}
