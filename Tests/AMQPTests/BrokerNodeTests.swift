import Testing

@testable import AMQP

@Suite struct BrokerNodeTests {
    @Test func everyPartOfAURLIsRead() throws {
        let node = try #require(try BrokerNode.parse("amqps://ann%40x:p%2Fw@broker.example:5999/leads%2Fa").first)
        #expect(
            node
                == BrokerNode(
                    isEncrypted: true,
                    user: "ann@x",
                    password: "p/w",
                    host: "broker.example",
                    port: 5999,
                    vhost: "leads/a"
                )
        )
    }

    @Test(arguments: [
        ("amqp://h", 5672, "/"), ("amqps://h", 5671, "/"), ("amqp://h/", 5672, "/"), ("amqp://h/%2f", 5672, "/"),
        ("amqp://h:1/v?heartbeat=3", 1, "v"), ("AMQP://h:65535/v", 65535, "v"),
    ])
    func whatIsLeftOutHasADefault(url: String, port: Int32, vhost: String) throws {
        let node = try #require(try BrokerNode.parse(url).first)
        #expect((node.port, node.vhost, node.user) == (port, vhost, "guest"))
    }

    @Test func nodesShareSchemeLoginAndVhost() throws {
        let nodes = try BrokerNode.parse("amqps://u:p@one:1,two,[fe80::1]:3/leads")
        #expect(nodes.map(\.host) == ["one", "two", "fe80::1"])
        #expect(nodes.map(\.port) == [1, 5671, 3])
        #expect(nodes.allSatisfy { $0.user == "u" && $0.password == "p" && $0.vhost == "leads" && $0.isEncrypted })
    }

    @Test(arguments: [
        "", "host", "amqps://h?verify=no", "amqps://h?cacert=/a", "http://h", "amqp://", "amqp://h:0", "amqp://h:70000",
        "amqp://u:%zz@h", "amqp://h/%00",
    ])
    func unusableURLsAreErrors(url: String) {
        #expect(throws: AMQPError.self) { try BrokerNode.parse(url) }
        #expect(throws: AMQPError.self) { try AMQPConfig(url: url, connectionName: "t").validate() }
    }

    @Test func parametersSayWhatIsTrusted() throws {
        let nodes = try BrokerNode.parse("amqps://u:p@one,two/v?cacertfile=/tls/ca%20s.pem&certfile=/c&keyfile=/k")
        var tls = AMQPConfig.TLS()
        (tls.authorityFile, tls.certificateFile, tls.keyFile) = ("/tls/ca s.pem", "/c", "/k")
        #expect(nodes.map(\.tls) == [tls, tls])
        let nameless = try #require(try BrokerNode.parse("amqps://h/v?server_name_indication=disable").first?.tls)
        #expect(nameless.verifiesPeer && !nameless.verifiesHostname)
    }

    @Test func descriptionsShowNoPassword() {
        let config = AMQPConfig(url: "amqp://user:hunter2@h1,h2/v", connectionName: "t")
        #expect("\(config)" == "amqp://h1:5672/v,amqp://h2:5672/v")
    }
}
