import ContractSupport
import Contracts
import InstallationSupport
import Testing

/// What the executables say of themselves is what stands on file.
@Suite struct NeedsOnFileTests {
    @Test(arguments: Set(Catalogue.entries.flatMap(\.heardBy)).map(\.rawValue).sorted())
    func aServiceReadsWhatIsOnFile(service: String) async throws {
        // Without settings, servers or anything else of the environment.
        let output = try await Command.run([try Executables.path(of: service), "--contracts"], environment: [:])
        let derived = try Wire.decode(ConsumerNeeds.self, from: Array(output.utf8))
        #expect(derived.service == service)
        #expect(!derived.hears.isEmpty)
        let committed = try ContractFiles().consumers().first { $0.service == service }
        let stale = derived.differences(from: committed).map { "\($0); \(Contract.remedy)" }
        #expect(stale == [])
    }
}
