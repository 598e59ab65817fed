import Testing

@testable import Operator

struct ManagementAPITests {
    @Test(arguments: [
        ("amqp://u:p@one:1/leads", "leads"), ("amqp://u:p@one:1,two:2,three:3/leads", "leads"),
        ("amqps://u:p@one/a%2Fb,two", "a%2Fb"), ("amqp://u:p@one:1,two:2", "filon"), (nil, "filon"),
    ])
    func theVirtualHostIsThatOfTheServicesWhicheverNodeNamesIt(brokerURL: String?, virtualHost: String) {
        let api = ManagementAPI(url: "http://u:p@one:15672", brokerURL: brokerURL)
        #expect(api.virtualHost == virtualHost)
    }
}
