import ScriptedPeers
import Testing

@testable import HTTPClient

@Suite struct AddressGuardTests {
    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
        "127.255.0.9", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1",
        "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::10.0.0.1", "64:ff9b:1::1", "100::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1",
        "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1", "not an address", "",
    ])
    func anAddressThatLeadsInsideIsNotPublic(address: String) {
        #expect(!AddressGuard.isPublic(address))
    }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0",
        "198.17.255.255", "198.20.0.0", "223.255.255.255", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
        "2001:4860:4860::8888", "2a01:e0a::1", "2606:4700::1111",
    ])
    func anAddressOfTheInternetIsPublic(address: String) {
        #expect(AddressGuard.isPublic(address))
    }

    @Test(arguments: [
        "127.0.0.1", "localhost", "127.1", "0x7f.1", "2130706433", "017700000001", "0", "[::ffff:127.0.0.1]",
    ])
    func noSpellingOfTheLoopbackGetsThrough(host: String) async throws {
        let server = try ScriptedServer { $0.hold() }

        let error = try await failure(client(), HTTPRequest(.get, "http://\(host):\(server.port)/"))

        #expect(error.code == .refusedAddress)
        #expect(!error.isRetriable)
        #expect(server.connections == 0)
    }

    @Test func aConnectionThatATrustedRequestOpenedIsNotLentToAnother() async throws {
        let seen = Recorder<String>()
        let server = try ScriptedServer { peer in
            while let request = peer.request() {
                seen.add(request)
                peer.answer()
            }
        }
        let client = client()
        _ = try await client.send(request(server))

        #expect(try await failure(client, HTTPRequest(.get, server.url + "/")).code == .refusedAddress)
        #expect(seen.all.count == 1)
    }

    @Test(arguments: [
        "", "nonsense", "/relative", "file:///etc/passwd", "gopher://127.0.0.1:70/", "ftp://127.0.0.1/", "http://",
        "http://a b/", "http://host/\r\nX: y", "http://host:99999/", "https:path", "dict://127.0.0.1:11211/",
    ])
    func onlyAbsoluteHTTPAddressesAreSentTo(url: String) async throws {
        #expect(try await failure(client(), HTTPRequest(.get, url, trust: .operatorConfigured)).code == .badURL)
    }

    @Test func aPasswordInAnAddressFromDataIsRefused() async throws {
        let server = try ScriptedServer { $0.hold() }
        let error = try await failure(client(), HTTPRequest(.get, "http://user:secret@127.0.0.1:\(server.port)/"))

        #expect(error.code == .badURL)
        #expect(!"\(error)".contains("secret"))
    }
}
