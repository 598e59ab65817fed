import Foundation
import Telemetry
import Testing

@Suite struct MetricsTableTests {
    @Test func theTableHoldsWhatServicesShowAndNothingElse() throws {
        let shown = try ShownMetric.onPage(try ShownPage.make())
        let table = ShownMetric.inTable(try Checkout.text("infra/docs/metrics.md"))

        // Without a sample there are no labels to compare.
        #expect(shown.filter { !$0.hasSamples }.map(\.metric.name) == [])
        let (page, rows) = (Set(shown.map(\.metric)), Set(table))
        #expect(page.subtracting(rows).map(\.name).sorted() == [], "not like that in infra/docs/metrics.md")
        #expect(rows.subtracting(page).map(\.name).sorted() == [], "not shown like that")
        #expect(table.map(\.name) == table.map(\.name).sorted())
        #expect(table.count == rows.count)
    }

    @Test func namesEndWithTheirUnit() throws {
        for (metric, _) in try ShownMetric.onPage(try ShownPage.make()) {
            #expect((metric.type == "counter") == metric.name.hasSuffix("_total"), "\(metric.name)")
            if metric.type == "histogram" { #expect(metric.name.hasSuffix("_seconds"), "\(metric.name)") }
            #expect(metric.name.firstMatch(of: #/milli|micro|minutes|hours|_ms|_kb|_mb/#) == nil, "\(metric.name)")
        }
    }

    @Test func everyFamilyStandsOnceAndEveryLineCanBeRead() throws {
        let lines = try ShownPage.make().split(separator: "\n").map(String.init)
        let types = lines.filter { $0.hasPrefix("# TYPE ") }
        #expect(types.count > 50)
        #expect(Set(types).count == types.count)
        #expect(lines.count { $0.hasPrefix("# HELP ") } == types.count)
        #expect(lines.filter { !$0.hasPrefix("#") }.allSatisfy { $0.contains("service=\"scoring\"") })
    }
}
