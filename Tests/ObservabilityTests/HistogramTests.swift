import Foundation
import Telemetry
import Testing

@Suite struct HistogramTests {
    private func page(_ histogram: Histogram) -> [String] {
        var family = MetricFamily(.histogram, "x_seconds", "help")
        family.add(histogram, Labels(["a": "b"]))
        return MetricsPage(Labels(["service": "s"]), [family]).text.split(separator: "\n").map(String.init)
    }

    @Test func bucketsHoldWhatIsAtMostAsLong() {
        let histogram = Histogram(.init([0.1, 1]))
        for seconds in [0.1, 0.100001, 1, 2, -5] { histogram.observe(seconds: seconds) }
        histogram.observe(.milliseconds(500))
        histogram.observeNothing()
        #expect(
            page(histogram) == [
                "# HELP x_seconds help", "# TYPE x_seconds histogram",
                "x_seconds_bucket{service=\"s\",a=\"b\",le=\"0.1\"} 3",
                "x_seconds_bucket{service=\"s\",a=\"b\",le=\"1\"} 6",
                "x_seconds_bucket{service=\"s\",a=\"b\",le=\"+Inf\"} 7",
                "x_seconds_sum{service=\"s\",a=\"b\"} 3.700001",
                "x_seconds_count{service=\"s\",a=\"b\"} 7",
            ]
        )
    }

    @Test func whatTakesForEverIsCountedAndOverflowsNothing() {
        let histogram = Histogram(.ages)
        for _ in 0..<1000 { histogram.observe(seconds: .greatestFiniteMagnitude) }
        histogram.observe(.seconds(Int64.max / 4))
        #expect(histogram.count == 1001)
        #expect(page(histogram).contains { $0.hasPrefix("x_seconds_sum") && $0.hasSuffix("} 2594592000") })
    }

    @Test func observationsOfManyThreadsAreAllCounted() async {
        let histogram = Histogram(.work)
        await withDiscardingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<5000 { histogram.observe(.microseconds(700)) } }
            }
        }
        #expect(histogram.count == 40_000)
    }

    @Test func labelsAreEscapedAsTheFormatWants() {
        var family = MetricFamily(.gauge, "x", "help")
        family.add(1.5, Labels(["a": "q\"b\\c\nd"]))
        #expect(MetricsPage(.none, [family]).text.hasSuffix("x{a=\"q\\\"b\\\\c\\nd\"} 1.5\n"))
    }
}
