public import Contracts

extension HandlerRegistry {
    /// What the service hears, and what its handlers' types read of it.
    ///
    /// - Throws: `ReadingError` where a message's type cannot be followed.
    public func needs() throws -> ConsumerNeeds {
        let hearings = try queues.flatMap { queue in
            try queue.handlers.values.compactMap { handler in
                try handler.message.map { message in
                    ConsumerNeeds.Hearing(
                        handler: handler.name,
                        queue: queue.name,
                        type: handler.type,
                        reads: try ReaderNeeds.of(message)
                    )
                }
            }
        }
        return ConsumerNeeds(service: service.rawValue, hears: hearings)
    }
}
