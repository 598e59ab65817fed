import Foundation
import HTTPClient
import InstallationSupport
import Testing

extension JourneyTests {
    /// The real executables together show every metric of the table, and no other.
    func checkMetrics(_ filon: Installation) async throws {
        var shown: Set<String> = []
        for service in Installation.services {
            let page = String(decoding: try await filon.get(service, "/metrics").body, as: UTF8.self)
            #expect(page.contains("filon_ready{service=\"\(service)\"} 1\n"), "\(service)")
            shown.formUnion(page.matches(of: #/# TYPE ([a-z_]+) /#).map { String($0.1) })
        }
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let table = try String(contentsOf: root.appending(path: "infra/docs/metrics.md"), encoding: .utf8)
            .matches(of: #/\n\| `([a-z_]+)` \| (?:counter|gauge|histogram) \|/#).map { String($0.1) }
        #expect(shown == Set(table))
    }
}
