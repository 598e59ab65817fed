import Contracts
import Logging

/// What every log line about a message carries, under the same names everywhere, so that a lead's story can be found by
/// any of them. Identifiers and names from the code; nothing of what a message holds.
extension Envelope {
    var logMetadata: Logger.Metadata {
        var metadata: Logger.Metadata = [
            "message_id": "\(messageID.wireText)", "correlation_id": "\(correlationID.wireText)",
            "type": "\(MessageType.safe(type))",
        ]
        metadata["trace_id"] = traceparent.flatMap(Trace.traceID).map { "\($0)" }
        return metadata
    }
}

extension WorkItem {
    var logMetadata: Logger.Metadata {
        var metadata = envelope.logMetadata
        metadata["handler"] = "\(handler.name)"
        metadata["attempt"] = "\(attempt)"
        if let span { metadata["trace_id"] = "\(span.context.traceID)" }
        return metadata
    }
}

extension Failure {
    var metadata: Logger.Metadata { ["error_class": "\(errorClass)", "error": "\(text)"] }
}

/// A type's name as it came from outside, which may be anything.
enum MessageType {
    /// The name, if it has the form of one; a person's name or address has not.
    static func safe(_ type: String) -> String {
        type.utf8.count <= 64 && type.wholeMatch(of: #/[a-z][a-z-]*\.[a-z][a-z_]*\.v[0-9]{1,3}/#) != nil
            ? type : "unreadable"
    }
}

extension Settler {
    /// Tells what became of a message that was not handled, once it is kept.
    func tell(_ aside: [SetAside]) {
        for one in aside {
            var metadata = one.item.logMetadata
            switch one.disposition {
            case .again(let delay, let failure, _):
                metadata.merge(failure.metadata) { $1 }
                metadata["delay_seconds"] = "\(Int(delay.seconds.rounded()))"
                // A wish for later is foreseen, and comes by the thousand when a provider asks for patience.
                let level: Logger.Level = failure.errorClass == "postponed" ? .debug : .warning
                logger.log(level: level, "message not handled, runs again", metadata: metadata)
            case .dead(let failure):
                metadata.merge(failure.metadata) { $1 }
                logger.error("message kept as a dead letter", metadata: metadata)
            }
        }
    }
}
