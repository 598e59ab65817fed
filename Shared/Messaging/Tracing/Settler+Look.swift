import Telemetry

extension Settler {
    /// A handler's look outside the database, as a span below the message's own.
    func look(_ item: WorkItem) async throws -> Prepared {
        guard let tracing, let process = item.span, process.context.isSampled else {
            return try await item.handler.gather(item.prepared)
        }
        let (context, start) = (process.context.child(), SpanClock.now)
        func record(_ error: String?) {
            let shape = tracing.shapes.look(by: item.handler.name)
            var span = Span(context, parentID: process.context.spanID, shape, start: start, end: SpanClock.now)
            span.error = error
            if let error { span.attributes = [SpanAttribute("error.type", .text(error))] }
            tracing.tracer.record(span)
        }
        do {
            let prepared = try await item.handler.gather(item.prepared)
            record(nil)
            return prepared
        } catch {
            record(Failure(error).errorClass)
            throw error
        }
    }
}
