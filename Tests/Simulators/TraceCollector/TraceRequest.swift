import Foundation

/// Reads `ExportTraceServiceRequest` in OTLP's JSON encoding and refuses what a collector might take and misread: unknown
/// members, identifiers of the wrong length, numbers that should be strings.
enum TraceRequest {
    static func spans(in body: Data) throws -> [ReceivedSpan] {
        let document = try StrictObject(JSONSerialization.jsonObject(with: body), "request", ["resourceSpans"])
        return try document.objects("resourceSpans", ["resource", "scopeSpans"]).flatMap { group in
            let resource = try group.object("resource", ["attributes"])
            let attributes = try resource.attributes()
            guard let service = attributes["service.name"], attributes["service.instance.id"] != nil,
                attributes["service.version"] != nil
            else { throw NotOTLP("the resource does not say who emits") }
            return try group.objects("scopeSpans", ["scope", "spans"]).flatMap { scope in
                _ = try scope.object("scope", ["name"]).text("name")
                return try scope.objects("spans", members).map { try span($0, of: service) }
            }
        }
    }

    private static let members: Set<String> = [
        "traceId", "spanId", "parentSpanId", "name", "kind", "startTimeUnixNano", "endTimeUnixNano", "attributes",
        "events", "links", "status",
    ]

    private static func span(_ object: StrictObject, of service: String) throws -> ReceivedSpan {
        let (start, end) = (try object.time("startTimeUnixNano"), try object.time("endTimeUnixNano"))
        guard start <= end else { throw NotOTLP("a span ends before it begins") }
        let kind = try object.number("kind")
        guard (1...5).contains(kind) else { throw NotOTLP("a span's kind is \(kind)") }
        return ReceivedSpan(
            service: service,
            traceID: try object.identifier("traceId", digits: 32),
            spanID: try object.identifier("spanId", digits: 16),
            parentID: object.has("parentSpanId") ? try object.identifier("parentSpanId", digits: 16) : nil,
            name: try object.text("name"),
            kind: kind,
            start: start,
            end: end,
            attributes: try object.attributes(),
            events: try object.objects("events", ["timeUnixNano", "name", "attributes"]).map { event in
                _ = try event.time("timeUnixNano")
                return ReceivedSpan.Event(name: try event.text("name"), attributes: try event.attributes())
            },
            links: try object.objects("links", ["traceId", "spanId"]).map { link in
                "\(try link.identifier("traceId", digits: 32))-\(try link.identifier("spanId", digits: 16))"
            },
            error: try error(object)
        )
    }

    private static func error(_ object: StrictObject) throws -> String? {
        guard object.has("status") else { return nil }
        let status = try object.object("status", ["code", "message"])
        guard (0...2).contains(try status.number("code")) else { throw NotOTLP("a status is none of 0, 1, 2") }
        return try status.number("code") == 2 ? try status.text("message") : nil
    }
}
