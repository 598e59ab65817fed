import ContractSupport
import Contracts
import Foundation
import Testing

/// The document for programs of others.
@Suite struct AsyncAPITests {
    private let files = ContractFiles()

    @Test func theCommittedDocumentIsWhatTheContractsSay() throws {
        let isFresh = try AsyncAPIDocument(files).value() == files.read(JSONValue.self, files.document)
        let complaint = isFresh ? "" : "infra/docs/asyncapi.json is stale; \(Contract.remedy)"
        #expect(complaint == "")
    }

    /// Its structure by rules of the specification, its references, its examples by its own schemas.
    @Test func itIsValid() async throws {
        let (status, output) = try await Judge.python("check_asyncapi.py", [files.document.path])
        #expect(status == 0, "\(output)")
        #expect(output.contains("46 messages") == (Catalogue.entries.count == 46), "\(output)")
    }

    @Test func everyTypeAndEveryQueueIsInIt() throws {
        let document = try files.read(JSONValue.self, files.document)
        let channels = Set(document["channels"]?.members?.keys.map(\.self) ?? [])
        #expect(channels == Set(Catalogue.entries.map(\.type) + Catalogue.queues.map(\.name)))
        let queue = document["channels"]?["enrichment.look.in"]?["bindings"]?["amqp"]?["queue"]?["name"]
        #expect(queue == "enrichment.look.in")
    }
}
