import FaultSupport
import Foundation
import InstallationSupport
import Messaging
import MessagingSupport
import ScriptedPeers
import TestSupport
import Testing

extension Faults {
    /// The hop's process dies where it hurts, or is asked to end.
    @Suite struct ProcessFaults {
        /// All in turn in the short form, each by itself in the full one.
        private static let points = Scale.isFull ? Failpoint.allCases.map { [$0] } : [Failpoint.allCases]

        @Test(arguments: points)
        func killedAtAnyPointTheHopHasEachEffectOnce(points: [Failpoint]) async throws {
            try await Flow.judged { flow in
                let sink = try await flow.sink()
                let crashers = try Crashers(flow)
                try await crashers.one { try await flow.offer(20) }  // declares the queue
                for point in points {
                    try await flow.offer(40)
                    try await crashers.start(dyingAt: point).ended(within: Scale.recovery)
                    try await crashers.one {
                        try await eventually("what \(point) left is handled", within: Scale.recovery) {
                            try await flow.unhandled() == 0
                        }
                    }
                }
                try await crashers.one { try await flow.judge() }
                await sink.stop()
                crashers.clean()
            }
        }

        /// A supervisor starts it again and again. The culprit is kept; whoever came with it is handled.
        @Test func aMessageThatKillsItsProcessIsKeptAndItsNeighboursAreHandled() async throws {
            try await Flow.judged { flow in
                let sink = try await flow.sink()
                let crashers = try Crashers(flow)
                try await crashers.one { try await flow.offer(20) }
                try await flow.offer(20)
                try await flow.offer(1, names: ["poison"], planted: true)
                try await flow.offer(20)
                var deaths = 0
                while try await flow.count("SELECT count(*) FROM msg.dead_letter WHERE error_class = 'crash'") == 0 {
                    try #require(deaths < 8, "the culprit is still at large")
                    let crasher = try crashers.start()
                    do {
                        try await crasher.ended(within: .seconds(deaths < 4 ? 20 : 5))
                        deaths += 1
                    } catch {
                        try await crasher.kill()
                    }
                }
                try await crashers.one { try await flow.judge() }
                #expect((3...5).contains(deaths), "\(deaths) deaths")
                await sink.stop()
                crashers.clean()
            }
        }

        @Test func askedToEndUnderLoadItEndsInTimeAndLosesNothing() async throws {
            try await Flow.judged { flow in
                let sink = try await flow.sink()
                let crashers = try Crashers(flow)
                try await crashers.one { try await flow.offer(20) }
                try await flow.offering(waiting: false) {
                    for _ in 0..<3 {
                        let crasher = try crashers.start()
                        try await flow.begun(50)
                        try await crasher.terminate()
                    }
                }
                try await crashers.one { try await flow.judge() }
                await sink.stop()
                crashers.clean()
            }
        }
    }
}

/// Hops that are processes of their own.
struct Crashers {
    private let flow: Flow
    private let folder: URL

    init(_ flow: Flow) throws {
        self.flow = flow
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("filon-crasher-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func start(dyingAt point: Failpoint? = nil) throws -> Daemon {
        var environment = [
            "FILON_DATABASE_URL": flow.database.url(role: "filon_scoring"), "FILON_AMQP_URL": flow.vhost.url,
        ]
        environment["FILON_CRASH_AT"] = point?.rawValue
        return try Daemon("crasher", environment: environment, logs: folder)
    }

    /// Runs `body` beside a hop that dies nowhere, and ends that one like a power cut.
    func one(_ body: () async throws -> Void) async throws {
        let crasher = try start()
        do {
            try await body()
            try await eventually("the hop has taken its queue up", within: Scale.recovery) {
                try await flow.unhandled() == 0
            }
        } catch {
            try await crasher.kill()
            throw error
        }
        try await crasher.kill()
    }

    func clean() { try? FileManager.default.removeItem(at: folder) }
}
