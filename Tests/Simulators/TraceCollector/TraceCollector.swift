import Foundation
import Hummingbird

/// A simulator of an OpenTelemetry collector: it takes spans over OTLP/HTTP in JSON, checks them strictly and keeps
/// them. Never part of a production installation.
@main
struct TraceCollector {
    static func main() async throws {
        let options: CollectorOptions
        do {
            options = try CollectorOptions(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("\(error.reason)\n\(CollectorOptions.usage)\n".utf8))
            exit(64)
        }
        let server = CollectorServer(store: SpanStore(), reads: options.reads)
        try await server.application(port: options.port, bind: options.bind).runService()
    }
}
