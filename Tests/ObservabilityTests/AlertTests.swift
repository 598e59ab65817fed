import Foundation
import Testing

@Suite struct AlertTests {
    private static let rules = "infra/observability/prometheus/alerts.yml"

    private func alerts() throws -> [String] {
        try Checkout.text(Self.rules).matches(of: #/- alert: (\w+)/#).map { String($0.1) }
    }

    @Test func prometheusTakesRulesAndConfiguration() async throws {
        #expect(try await Checkout.promtool("check", "rules", Self.rules) == nil)
        #expect(try await Checkout.promtool("check", "config", "infra/observability/prometheus/prometheus.yml") == nil)
    }

    @Test func everyAlertFiresWhereItMustAndKeepsQuietWhereItMust() async throws {
        #expect(try await Checkout.promtool("test", "rules", "infra/observability/prometheus/alerts.test.yml") == nil)
        let tests = try Checkout.text("infra/observability/prometheus/alerts.test.yml")
        for alert in try alerts() {
            #expect(tests.contains("'\(alert) fires: "), "\(alert)")
            #expect(tests.contains("'\(alert) keeps quiet: "), "\(alert)")
        }
    }

    @Test func everyAlertSaysHowBadItIsAndWhatToDo() throws {
        let blocks = try Checkout.text(Self.rules).split(separator: "- alert: ").dropFirst()
        #expect(blocks.count >= 25)
        for block in blocks {
            let name = block.prefix { $0.isLetter }
            #expect(block.contains("severity: critical") || block.contains("severity: warning"), "\(name)")
            #expect(block.contains(" summary: ") && block.contains(" action: "), "\(name)")
        }
    }

    @Test func everyMetricOfTheRulesIsOneThatServicesShow() throws {
        let shown = Set(try ShownMetric.onPage(try ShownPage.make()).map(\.metric.name))
        let named = Checkout.metrics(in: try Checkout.text(Self.rules))
        #expect(named.count > 20)
        #expect(named.subtracting(shown) == [])
    }

    @Test func aServiceOfTheCatalogueIsRead() throws {
        let config = try Checkout.text("infra/observability/prometheus/prometheus.yml")
        let services = Checkout.root.appending(path: "Services").path
        let folders = try FileManager.default.contentsOfDirectory(atPath: services)
        let names = folders.filter { $0 != "Operator" }.map { folder in
            folder.prefix(1).lowercased()
                + folder.dropFirst().map { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }.joined()
        }
        #expect(names.count >= 7)
        for name in names { #expect(config.contains("labels: {service: \(name)}"), "\(name)") }
    }
}
