import Foundation
public import Logging
import Telemetry

/// One JSON object a line on standard error: time, level, service, message and metadata, whose names are in snake_case.
/// Callers put identifiers into the metadata, never payload. What is said while a request is answered carries its trace.
public struct JSONLog: LogHandler {
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]
    private let service: String
    private let write: @Sendable (String) -> Void

    public init(
        service: String,
        level: Logger.Level,
        write: @escaping @Sendable (String) -> Void = JSONLog.standardError
    ) {
        self.service = service
        self.logLevel = level
        self.write = write
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var line = "{\"time\":\"\(JSONLog.now())\",\"level\":\"\(event.level)\",\"service\":\"\(service)\""
        line += ",\"message\":\(JSONLog.quote(event.message.description))"
        var all = metadata.merging(event.metadata ?? [:]) { $1 }
        if let context = SpanContext.current, all["trace_id"] == nil { all["trace_id"] = "\(context.traceID)" }
        for key in all.keys.sorted() {
            line += ",\(JSONLog.quote(key)):\(JSONLog.quote(all[key].map { "\($0)" } ?? ""))"
        }
        write(line + "}\n")
    }

    /// One write call a line, so that lines of several threads do not mix.
    public static let standardError: @Sendable (String) -> Void = { line in
        FileHandle.standardError.write(Data(line.utf8))
    }

    private static func now() -> String {
        Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    static func quote(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
