import Foundation

/// Where spans go, and how many. Mirrors OpenTelemetry's own variables under our names.
public struct OTLPConfig: Sendable, Equatable {
    public struct Wrong: Error, CustomStringConvertible {
        public let description: String
    }

    /// The collector's address for traces: the base with `/v1/traces`.
    public let url: String
    public let headers: [String: String]
    /// Share of the traces begun here that is recorded.
    public let ratio: Double

    /// - Parameters:
    ///   - base: `http://` or `https://`, without the path of a signal.
    ///   - headers: `name=value` pairs separated by commas, values percent-encoded, as `OTEL_EXPORTER_OTLP_HEADERS`.
    /// - Throws: ``Wrong`` naming the variable.
    public init(base: String, headers: String?, ratio: String) throws {
        guard let parts = URLComponents(string: base), let host = parts.host, !host.isEmpty, parts.query == nil,
            parts.scheme == "http" || parts.scheme == "https"
        else {
            throw Wrong(
                description: "FILON_OTLP_URL must be http:// or https:// and a host, e.g. http://collector:4318."
            )
        }
        guard let ratio = Double(ratio), (0...1).contains(ratio) else {
            throw Wrong(description: "FILON_OTLP_RATIO must be a number from 0 to 1, e.g. 0.1 for every tenth story.")
        }
        url = (base.hasSuffix("/") ? String(base.dropLast()) : base) + "/v1/traces"
        self.ratio = ratio
        self.headers = try OTLPConfig.pairs(headers ?? "")
    }

    private static func pairs(_ text: String) throws -> [String: String] {
        var pairs: [String: String] = [:]
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, !parts[0].isEmpty, let value = parts[1].removingPercentEncoding else {
                throw Wrong(description: "FILON_OTLP_HEADERS must be name=value pairs separated by commas.")
            }
            pairs[parts[0]] = value
        }
        return pairs
    }
}
