import HTTPClient
import ScriptedPeers
import Testing

@Suite struct HTTPSecurityTests {
    @Test func aCertificateOfATrustedAuthorityIsAccepted() async throws {
        let server = try await TLSServer.start()
        let client = HTTPClient(userAgent: "FilonTests/1.0", certificateAuthorities: server.authority)

        let response = try await client.send(
            HTTPRequest(.get, "https://localhost:\(server.port)/", trust: .operatorConfigured)
        )

        #expect(response.status == 200)
        #expect(response.timings.secured > .zero)
    }

    @Test func aCertificateOfNobodyOrForAnotherNameIsRefused() async throws {
        let server = try await TLSServer.start()
        let trusting = HTTPClient(userAgent: "FilonTests/1.0", certificateAuthorities: server.authority)
        let named = HTTPRequest(.get, "https://localhost:\(server.port)/", trust: .operatorConfigured)
        let numbered = HTTPRequest(.get, "https://127.0.0.1:\(server.port)/", trust: .operatorConfigured)

        for error in [try await failure(client(), named), try await failure(trusting, numbered)] {
            #expect(error.code == .certificate)
            #expect(!error.isRetriable)
        }
    }

    @Test func aServerWithoutTLSIsATLSError() async throws {
        let server = try ScriptedServer { peer in
            peer.write("this is not a handshake\r\n")
        }
        let error = try await failure(
            client(),
            HTTPRequest(.get, "https://127.0.0.1:\(server.port)/", trust: .operatorConfigured)
        )
        #expect(error.code == .tls)
    }

    @Test func aNameThatDoesNotExistIsADNSError() async throws {
        let error = try await failure(client(), HTTPRequest(.get, "http://nowhere.invalid/"))

        #expect(error.code == .dns)
        #expect("\(error)" == "http dns at nowhere.invalid (curl 6)")
    }
}
