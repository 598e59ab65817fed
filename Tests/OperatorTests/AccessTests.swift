import Contracts
import Foundation
import MessagingSupport
import TestSupport
import Testing

@testable import Operator

@Suite(.serialized) struct AccessTests {
    @Test func widenedRightsAreNamedAndSetAgain() async throws {
        let vhost = try await TestVhost.make()
        do {
            let users = BrokerUsers(managementURL: try ServerEnvironment.managementURL(), brokerURL: vhost.url)
            try await users.open([Credentials.Login(service: .scoring, password: TestVhost.password)])
            #expect(try await users.grant() > 0)
            #expect(try await users.differences() == [])
            try await vhost.call(
                "PUT",
                "/api/permissions/\(vhost.name)/filon-scoring",
                #"{"configure":"","write":".*","read":".*"}"#
            )
            #expect(try await users.differences() == ["the rights of user filon-scoring differ"])
            _ = try await users.grant()
            #expect(try await users.differences() == [])
        } catch {
            await vhost.drop()
            throw error
        }
        await vhost.drop()
    }

    @Test func loginsAreReadFromFiles() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.write("database_pipeline-monitor", "postgresql://filon_pipeline_monitor:p%40w@a:1,b:2/filon?x=y\n")
        try folder.write("broker_operator", "amqp://filon-operator:secret@a:1,b:2/filon")
        let credentials = try Credentials(folder.path)
        #expect(credentials.databases == [.init(service: .pipelineMonitor, password: "p@w")])
        #expect(credentials.brokers == [.init(service: .operator, password: "secret")])
    }

    @Test(arguments: [
        ("database_scoring", "postgresql://filon_ingest:secret@h/filon", "filon_ingest"),
        ("database_scoring", "postgresql://filon_scoring@h/filon", "no address with a user and a password"),
        ("broker_scoring", "nonsense", "no address"), ("other", "postgresql://a:secret@h", "holds no file"),
    ])
    func whatIsNoLoginIsRefusedWithoutShowingIt(name: String, text: String, words: String) throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.write(name, text)
        let error = #expect(throws: OperatorError.self) { try Credentials(folder.path) }
        #expect(error?.description.contains(words) == true && error?.description.contains("secret@") == false)
    }
}

private struct Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "filon-credentials-\(UUID().uuidString)")
    var path: String { url.path }

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    func write(_ name: String, _ text: String) throws { try Data(text.utf8).write(to: url.appending(path: name)) }
    func remove() { try? FileManager.default.removeItem(at: url) }
}
