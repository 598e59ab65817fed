import Contracts
import Foundation
import Postgres

/// A message decoded for its handler, and what the handler gathered for it.
struct Prepared: Sendable {
    /// A `Delivery` of the handler's message type.
    var delivery: any Sendable
    /// The handler's `Gathered`, where it gathers.
    var gathered: (any Sendable)?
}

/// A handler without its type parameters, so that one dispatcher serves a queue of many types.
struct ErasedHandler: Sendable {
    let name: String
    let type: String
    /// What it reads messages as; nil where it stands for a handler that is missing.
    let message: (any Event.Type)?
    /// True if messages need a look outside the database first.
    let gathers: Bool
    let decode: @Sendable (_ envelope: Envelope, _ body: [UInt8], _ attempt: Int) throws -> Prepared
    let recall: @Sendable ([Prepared]) async throws -> [Prepared?]
    let gather: @Sendable (Prepared) async throws -> Prepared
    let handle: @Sendable ([Prepared], isolated PostgresSession) throws -> [Outcome]
}

/// A handler was handed a message of another type: a mistake of ours, kept as a value so that nothing is lost.
struct Misrouted: DescribesItselfSafely, CustomStringConvertible {
    let handler: String
    var description: String { "\(handler) was handed a message that is not its own" }
}

/// A queue holds a type that this release has no handler for: a binding is left over, or a newer replica made it.
struct NoHandler: DescribesItselfSafely, CustomStringConvertible {
    let queue: String
    let type: String
    var description: String {
        "\(queue) has no handler for \(MessageType.safe(type)); deploy the release that has, or remove the binding"
    }
}

extension ErasedHandler {
    /// Stands for a handler that this release lacks, under the queue's name: every attempt fails, so that the message
    /// is kept until a replica that has one runs it, and becomes a dead letter if none ever does.
    init(missingFor type: String, on queue: String) {
        name = queue
        self.type = type
        message = nil
        gathers = false
        decode = { _, _, _ in throw NoHandler(queue: queue, type: type) }
        recall = { $0 }
        gather = { $0 }
        handle = { _, _ in throw NoHandler(queue: queue, type: type) }
    }

    init<H: MessageHandler>(_ handler: H) {
        self.init(name: H.name, message: H.Message.self) { prepared, tx in
            try prepared.map { try handler.handle(delivery($0, H.Message.self, H.name), in: tx) }
        }
    }

    init<H: BatchHandler>(_ handler: H) {
        self.init(name: H.name, message: H.Message.self) { prepared, tx in
            try handler.handle(prepared.map { try delivery($0, H.Message.self, H.name) }, in: tx)
        }
    }

    init<H: GatheringHandler>(_ handler: H) {
        name = H.name
        type = H.Message.type
        message = H.Message.self
        gathers = true
        decode = ErasedHandler.decoder(of: H.Message.self)
        recall = { prepared in
            let deliveries = try prepared.map { try delivery($0, H.Message.self, H.name) }
            let known = try await handler.recall(deliveries)
            guard known.count == prepared.count else { throw Misrouted(handler: H.name) }
            return zip(prepared, known).map { one, gathered in
                gathered.map { Prepared(delivery: one.delivery, gathered: $0) }
            }
        }
        gather = { prepared in
            let gathered = try await handler.gather(delivery(prepared, H.Message.self, H.name))
            return Prepared(delivery: prepared.delivery, gathered: gathered)
        }
        handle = { prepared, tx in
            let pairs = try prepared.map { one in
                guard let gathered = one.gathered as? H.Gathered else { throw Misrouted(handler: H.name) }
                return (delivery: try delivery(one, H.Message.self, H.name), gathered: gathered)
            }
            return try handler.handle(pairs, in: tx)
        }
    }

    private init<M: Event>(
        name: String,
        message: M.Type,
        handle: @escaping @Sendable ([Prepared], isolated PostgresSession) throws -> [Outcome]
    ) {
        self.name = name
        self.type = M.type
        self.message = M.self
        self.gathers = false
        self.decode = ErasedHandler.decoder(of: M.self)
        self.recall = { $0 }
        self.gather = { $0 }
        self.handle = handle
    }

    private static func decoder<M: Event>(
        of type: M.Type
    ) -> @Sendable (Envelope, [UInt8], Int) throws -> Prepared {
        { envelope, body, attempt in
            let message = try Wire.decode(M.self, from: body)
            return Prepared(delivery: Delivery(message: message, envelope: envelope, attempt: attempt), gathered: nil)
        }
    }
}

private func delivery<M: Event>(_ prepared: Prepared, _: M.Type, _ handler: String) throws -> Delivery<M> {
    guard let delivery = prepared.delivery as? Delivery<M> else { throw Misrouted(handler: handler) }
    return delivery
}
