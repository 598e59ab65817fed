import Contracts
import Testing

@Suite struct CatalogueTests {
    @Test(arguments: Catalogue.entries.map(\.type))
    func aTypeIsNamedAsTheDesignSays(type: String) {
        #expect(type.wholeMatch(of: #/[a-z-]+(\.[a-z_]+)+\.v[0-9]+/#) != nil)
        #expect(type.utf8.count <= 255)  // an AMQP short string
    }

    @Test func whatIsHeardIsAnnouncedBySomebody() {
        for entry in Catalogue.entries where !entry.heardBy.isEmpty {
            #expect(!entry.announcedBy.isEmpty, "\(entry.type)")
        }
    }

    @Test func queuesAndRolesFollowTheServicesNames() {
        #expect(ServiceName.pipelineMonitor.queue == "pipeline-monitor.in")
        #expect(ServiceName.pipelineMonitor.databaseRole == "filon_pipeline_monitor")
        #expect(ServiceName.operator.databaseRole == "filon_operator")
        #expect(ServiceName.ingest.plumbingSchema == "intake")
    }
}
