import ContractSupport
import Contracts
import Foundation
import HTTPClient
import InstallationSupport
import MessagingSupport
import TestSupport
import Testing

/// Each service's login at the broker, tried by a program of somebody else: it may do what its service does, and nothing
/// besides (DESIGN, "Per-service broker users may publish only their own types").
@Suite(.serialized) struct BrokerAccessTests {
    @Test func noUserCanDoWhatItsServiceDoesNotNeed() async throws {
        let scene = try await OpenBroker()
        do {
            for service in ServiceName.allCases {
                let found = try await scene.intrude(as: service)
                #expect(found == needs(of: service), "\(service.rawValue)")
            }
        } catch {
            await scene.close()
            throw error
        }
        await scene.close()
    }

    @Test func noUserMayAskTheManagement() async throws {
        let scene = try await OpenBroker()
        let status = try await scene.status(ofManagementFor: "filon-scoring")
        #expect(status == 401)
        await scene.close()
    }

    @Test func rightsThatSomebodyWidenedAreToldAndSetAgain() async throws {
        let scene = try await OpenBroker()
        do {
            try await scene.widen("filon-scoring")
            #expect(try await scene.intrude(as: .scoring) != needs(of: .scoring))
            try await scene.migrate()
            #expect(try await scene.intrude(as: .scoring) == needs(of: .scoring))
        } catch {
            await scene.close()
            throw error
        }
        await scene.close()
    }
}

/// What the intruder finds that a login may do.
struct Found: Decodable, Equatable {
    var reads: Set<String>
    var purges: Set<String>
    var declares: Set<String>
    var publishes: Set<String>
    var sends: Set<String>
    var binds: Set<String>
    var deletes: Set<String>
}

/// What the catalogue says that a service needs.
private func needs(of service: ServiceName) -> Found {
    let queues = Set((Catalogue.queues + Catalogue.controlQueues).filter { $0.service == service }.map(\.name))
    let hears = Catalogue.entries.filter { $0.heardBy.contains(service) }.map(\.type)
    // Only what pipeline-monitor is for, and what replaying is.
    let dead: Set<String> = service == .pipelineMonitor ? [Catalogue.deadQueue] : []
    return Found(
        reads: queues.union(dead),
        purges: queues.union(dead),
        declares: queues,
        publishes: Set(Catalogue.entries.filter { $0.announcedBy.contains(service) }.map(\.type)),
        sends: service == .operator ? ["anywhere"] : [],
        binds: Set(queues.flatMap { queue in hears.map { "\(queue) to \($0)" } }),
        deletes: []
    )
}

/// A broker as `filon migrate` leaves it, with a login for each service.
private struct OpenBroker {
    let database: TestDatabase
    let vhost: TestVhost
    let folder: URL

    init() async throws {
        database = try await TestDatabase.make()
        vhost = try await TestVhost.make()
        folder = FileManager.default.temporaryDirectory.appending(path: "filon-access-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try await migrate()
    }

    func close() async {
        await vhost.drop()
        await database.drop()
        try? FileManager.default.removeItem(at: folder)
    }

    func migrate() async throws {
        try await BrokerOpening.migrate(database, vhost, ServiceName.allCases.map(\.loginName), in: folder)
    }

    func intrude(as service: ServiceName) async throws -> Found {
        let plan: JSONValue = .object([
            "exchange": .string(Catalogue.exchange),
            "queues": .array(
                (Catalogue.queues + Catalogue.controlQueues).map { .string($0.name) } + [.string(Catalogue.deadQueue)]
            ),
            "types": .array(Catalogue.entries.map { .string($0.type) }),
        ])
        let (status, output) = try await Judge.python(
            "intruder.py",
            [vhost.url(user: service.brokerUser)],
            input: String(decoding: try Wire.encode(plan), as: UTF8.self)
        )
        try #require(status == 0, "\(output)")
        return try JSONDecoder().decode(Found.self, from: Data(output.utf8))
    }

    func widen(_ user: String) async throws {
        let everything = #"{"configure":".*","write":".*","read":".*"}"#
        try await vhost.call("PUT", "/api/permissions/\(vhost.name)/\(user)", everything)
    }

    func status(ofManagementFor user: String) async throws -> Int {
        let base = vhost.management.replacing(#/\/\/[^@]*@/#, with: "//")
        var request = HTTPRequest(.get, base + "/api/overview", trust: .operatorConfigured)
        let login = Data("\(user):\(TestVhost.password)".utf8).base64EncodedString()
        request.headers = ["authorization": "Basic \(login)"]
        let client = HTTPClient(userAgent: "filon-test")
        let response = try await client.send(request)
        await client.close()
        return response.status
    }
}
