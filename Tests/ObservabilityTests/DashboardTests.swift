import Foundation
import Testing

@Suite struct DashboardTests {
    /// What of Grafana's dashboard model is looked at.
    private struct Dashboard: Decodable {
        struct Panel: Decodable {
            struct Place: Decodable {
                let h, w, x, y: Int
            }
            struct Target: Decodable {
                let expr, refId: String
                let datasource: Source
            }
            struct Source: Decodable {
                let type, uid: String
            }
            struct Fields: Decodable {
                struct Defaults: Decodable {
                    let unit: String
                }
                let defaults: Defaults
            }
            let id: Int
            let title, type: String
            let gridPos: Place
            let targets: [Target]?
            let datasource: Source?
            let fieldConfig: Fields?
        }
        let uid, title: String
        let schemaVersion: Int
        let panels: [Panel]
    }

    private static let folder = "infra/observability/grafana/dashboards"

    /// Of grafana-data's value formats.
    private static let units: Set<String> = ["s", "ops", "reqps", "bytes", "short", "percentunit"]

    private func dashboards() throws -> [Dashboard] {
        let names = try FileManager.default.contentsOfDirectory(atPath: Checkout.root.appending(path: Self.folder).path)
        return try names.sorted().map {
            try JSONDecoder().decode(Dashboard.self, from: Checkout.data("\(Self.folder)/\($0)"))
        }
    }

    private func expressions() throws -> [String] {
        try dashboards().flatMap { $0.panels.flatMap { $0.targets ?? [] } }.map(\.expr)
    }

    @Test func dashboardsAreWhatGrafanaReads() throws {
        let all = try dashboards()
        let source = try Checkout.text("infra/observability/grafana/provisioning/datasources/prometheus.yml")
        #expect(all.count == 3 && Set(all.map(\.uid)).count == 3)
        for board in all {
            #expect(board.schemaVersion >= 36)
            #expect(Set(board.panels.map(\.id)).count == board.panels.count, "\(board.title)")
            for panel in board.panels where panel.type != "row" {
                let targets = try #require(panel.targets)
                #expect(!targets.isEmpty && Set(targets.map(\.refId)).count == targets.count, "\(panel.title)")
                #expect(Self.units.contains(panel.fieldConfig?.defaults.unit ?? ""), "\(panel.title) has no unit")
                for uid in targets.map(\.datasource.uid) + [panel.datasource?.uid ?? ""] {
                    #expect(source.contains("uid: \(uid)\n"), "\(panel.title)")
                }
            }
        }
    }

    @Test func panelsStandBesideEachOther() throws {
        for board in try dashboards() {
            var taken: Set<[Int]> = []
            for place in board.panels.map(\.gridPos) {
                #expect(place.x + place.w <= 24)
                for x in place.x..<place.x + place.w {
                    for y in place.y..<place.y + place.h { #expect(taken.insert([x, y]).inserted, "\(board.title)") }
                }
            }
        }
    }

    @Test func everyMetricShownIsOneThatServicesShow() throws {
        let shown = Set(try ShownMetric.onPage(try ShownPage.make()).map(\.metric.name))
        let named = Checkout.metrics(in: try expressions().joined(separator: "\n"))
        #expect(named.subtracting(shown) == [])
        #expect(shown.subtracting(named).count < 8, "\(shown.subtracting(named).sorted())")
    }

    /// promtool checks expressions of rules only, so each becomes one.
    @Test func everyExpressionIsPromQL() async throws {
        let rules = try expressions().enumerated().map { number, expression in
            let plain = expression.replacing("$__rate_interval", with: "5m").replacing("$service", with: "scoring")
            return "      - record: panel:\(number)\n        expr: '\(plain.replacing("'", with: "''"))'\n"
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "panels-\(UUID().uuidString).yml")
        let text = "groups:\n  - name: panels\n    rules:\n" + rules.joined()
        try text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(rules.count > 60)
        #expect(try await Checkout.promtool("check", "rules", file.path) == nil)
    }
}
