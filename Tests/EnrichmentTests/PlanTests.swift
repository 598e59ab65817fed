import Contracts
import Testing

@testable import Enrichment
@testable import Messaging

@Suite struct PlanTests {
    /// Whatever else shares the queue.
    @Test func asManyCompaniesAreLookedAtAtOnceAsTheSettingSays() async throws {
        try await Scene().run { scene in
            let handlers = scene.plan.handlers(lookups: 256)
            let types = [CompanyRegistered.type, CompanyUpdated.type, EnrichmentRequested.type]
            for type in types {
                let queue = try #require(handlers.queues.first { $0.handlers[type] != nil }, "nobody hears \(type)")
                #expect(queue.lookups == 256, "\(queue.name)")
            }
        }
    }
}
