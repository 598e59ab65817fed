import Contracts
import Telemetry

/// Names and constant attributes of the messaging's spans, by OpenTelemetry's conventions for messaging and for RabbitMQ
/// (opentelemetry.io/docs/specs/semconv/messaging/rabbitmq). Made once for each queue and type.
struct MessageShapes: Sendable {
    private let processing: [String: [String: SpanShape]]
    private let unheard: [String: SpanShape]
    private let batches: [String: SpanShape]
    private let announcing: [String: SpanShape]
    private let looking: [String: SpanShape]
    private let fallback = SpanShape("announce evt", .producer, Self.system)
    let publishing = SpanShape("publish evt", .client, system + operation("send", "publish"))

    private static let system = [SpanAttribute("messaging.system", .text("rabbitmq"))]

    init(_ registry: HandlerRegistry) {
        var processing: [String: [String: SpanShape]] = [:]
        for queue in registry.queues {
            processing[queue.name] = queue.handlers.mapValues { Self.process($0, on: queue.name) }
        }
        self.processing = processing
        let queues = registry.queues.map(\.name)
        unheard = Self.byName(queues) { SpanShape("process \($0)", .consumer, Self.consuming($0)) }
        batches = Self.byName(queues) { queue in
            SpanShape("batch \(queue)", .consumer, Self.system + Self.operation("process", "batch") + Self.on(queue))
        }
        announcing = Self.byName(Catalogue.entries.map(\.type)) { type in
            SpanShape("announce \(type)", .producer, Self.announcement(type))
        }
        looking = Self.byName(registry.queues.flatMap { $0.handlers.values.map(\.name) }) { handler in
            SpanShape("look \(handler)", .internal, [SpanAttribute("filon.handler", .text(handler))])
        }
    }

    func process(_ type: String, on queue: String) -> SpanShape {
        processing[queue]?[type] ?? unheard[queue] ?? fallback
    }

    func batch(on queue: String) -> SpanShape { batches[queue] ?? fallback }

    func announce(_ type: String) -> SpanShape { announcing[type] ?? fallback }

    func look(by handler: String) -> SpanShape { looking[handler] ?? fallback }

    private static func byName(_ names: [String], _ shape: (String) -> SpanShape) -> [String: SpanShape] {
        Dictionary(names.map { ($0, shape($0)) }) { first, _ in first }
    }

    private static func process(_ handler: ErasedHandler, on queue: String) -> SpanShape {
        let type = handler.type
        return SpanShape(
            "process \(queue)",
            .consumer,
            system + operation("process", "process") + [
                SpanAttribute("messaging.destination.name", .text("\(Catalogue.exchange):\(type):\(queue)")),
                SpanAttribute("messaging.rabbitmq.destination.routing_key", .text(type)),
                SpanAttribute("filon.handler", .text(handler.name)),
            ]
        )
    }

    /// A type that no handler of this release hears; its name came from outside.
    private static func consuming(_ queue: String) -> [SpanAttribute] {
        system + operation("process", "process") + on(queue)
    }

    private static func announcement(_ type: String) -> [SpanAttribute] {
        system + operation("create", "announce") + [
            SpanAttribute("messaging.destination.name", .text("\(Catalogue.exchange):\(type)")),
            SpanAttribute("messaging.rabbitmq.destination.routing_key", .text(type)),
        ]
    }

    private static func operation(_ type: String, _ name: String) -> [SpanAttribute] {
        [
            SpanAttribute("messaging.operation.type", .text(type)),
            SpanAttribute("messaging.operation.name", .text(name)),
        ]
    }

    private static func on(_ queue: String) -> [SpanAttribute] {
        [SpanAttribute("messaging.destination.name", .text(queue))]
    }
}
