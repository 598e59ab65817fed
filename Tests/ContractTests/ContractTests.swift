import ContractSupport
import Contracts
import Testing

/// The two halves of the contract as they are on file: nobody would break.
@Suite struct ContractTests {
    @Test func nobodyWouldBreak() throws {
        let breaches = try Contract().breaches.map(\.description)
        #expect(breaches == [])
    }

    @Test func everyServiceThatHearsIsOnFile() throws {
        let hearers = Set(Catalogue.entries.flatMap(\.heardBy)).map(\.rawValue)
        #expect(try ContractFiles().consumers().map(\.service) == hearers.sorted())
    }

    @Test func everyGoldenMessageHoldsWhatEveryConsumerReads() throws {
        for consumer in try ContractFiles().consumers() {
            for hearing in consumer.hears {
                for golden in try Fixture.goldens(of: hearing.type) {
                    let faults = hearing.faults(in: try golden.value())
                    #expect(faults == [], "\(consumer.service) (\(hearing.handler)) of \(golden.name)")
                }
            }
        }
    }

    /// Otherwise a consumer could not ask for less than the whole message.
    @Test func needsDifferBetweenConsumers() throws {
        let contract = try Contract()
        let (told, watching) = (
            reads(contract, "notifier", "lead.assigned.v1"), reads(contract, "pipeline-monitor", "lead.assigned.v1")
        )
        #expect(watching == ["$.department", "$.leadID", "$.version"])
        #expect(told.isSuperset(of: watching) && told.contains("$.reasons[]"))
    }

    private func reads(_ contract: Contract, _ service: String, _ type: String) -> Set<String> {
        let hearings = contract.consumers.filter { $0.service == service }.flatMap(\.hears).filter { $0.type == type }
        return Set(hearings.flatMap { $0.reads.map(\.path) })
    }
}
