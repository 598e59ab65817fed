import Foundation
import InstallationSupport
import Messaging
import MessagingSupport
import ScriptedPeers
import Testing

extension Faults {
    /// What lies between a service and its broker stops, or passes one way only.
    @Suite struct NetworkFaults {
        /// A connection whose silence outlasts two heartbeats is given up; a shorter one goes on where it stopped.
        @Test func aDeadNetworkDoublesNothingWhenItHeals() async throws {
            try await Flow.running { flow, hop, _ in
                try await flow.offering {
                    hop.broker.set(.blackHole)
                    if Scale.isFull {
                        try await eventually("the silence is noticed", within: .seconds(40)) {
                            !hop.messenger.isReady
                        }
                    }
                    try await lasting(Scale.window)
                    hop.broker.set(.none)
                }
                try await hop.ready()
            }
        }

        /// Half-open: what the hop publishes arrives and is confirmed, and no confirm is ever heard.
        @Test func lostAnswersAreWaitedForAndTheEventsSentAgain() async throws {
            try await Flow.running { flow, hop, sink in
                try await flow.offering {
                    for _ in 0..<(Scale.isFull ? 1 : 3) {
                        hop.broker.set(.deafClient)
                        try await lasting(Scale.isFull ? Scale.window : .milliseconds(500))
                        hop.broker.set(.none)
                        hop.broker.cut()  // half a stream cannot be continued
                        try await hop.ready()
                    }
                }
                #expect(hop.messenger.metrics.unknown.value >= sink.messenger.metrics.duplicates.value)
            }
        }

        /// The request arrives, the answer does not: whether a commit held is known to nobody but the database.
        @Test func aCommitWhoseAnswerIsLostIsResolvedByTheInbox() async throws {
            var dice = Dice()
            let attempts = Attempts()
            try await Flow.running(harm: { delivery, _ in attempts.add(delivery.attempt) }) { flow, hop, sink in
                let connections = hop.database.connections
                try await flow.offering {
                    for _ in 0..<20 {
                        hop.database.set(.cutAtNextAnswer)
                        try await lasting(dice.pause(20...120))
                        sink.database.set(.cutAtNextAnswer)
                        try await lasting(dice.pause(20...120))
                    }
                    for service in [hop, sink] { service.database.set(.none) }
                }
                #expect(hop.database.connections > connections)
            }
            #expect(attempts.seen == [1], "a database that is away burns no attempt")
        }
    }
}
