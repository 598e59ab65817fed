import Contracts
import Foundation
import Messaging
import MessagingSupport
import Telemetry
import Testing

@testable import TraceCollector

@Suite struct StoryTraceTests {
    /// A door that only announces, and two services behind it.
    private func flow(_ scene: TraceScene, _ url: String, ratio: String = "1") throws -> [TraceScene.Service] {
        [
            try scene.service(.ingest, to: url, ratio: ratio) { _ in },
            try scene.service(.scoring, to: url, ratio: ratio) {
                $0.hear(PassOn<LeadRegistered> { delivery, _ in .done([Sample.scored(delivery.message.leadID)]) })
            },
            try scene.service(.assignment, to: url, ratio: ratio) {
                $0.hear(PassOn<LeadScored> { delivery, _ in .done([Sample.pooled(delivery.message.leadID)]) })
            },
        ]
    }

    @Test func aLeadsStoryIsOneTraceOverAllServices() async throws {
        try await RunningCollector.run { collector in
            try await TraceScene.run { scene in
                let services = try flow(scene, collector.url)
                try await scene.running(services) {
                    try await services[0].messenger.commit { _ in ((), [Sample.registered()]) }
                    try await eventually("the story ends") { scene.broker.published.count == 3 }
                }

                #expect(collector.store.complaints == [])
                let spans = collector.store.spans
                let story = try chain(spans)
                #expect(
                    story.map { "\($0.service) \($0.name) \($0.kind)" } == [
                        "ingest announce lead.registered.v1 4", "scoring process scoring.in 5",
                        "scoring announce lead.scored.v1 4", "assignment process assignment.in 5",
                        "assignment announce lead.pooled.v1 4",
                    ]
                )
                #expect(spans.count == 5 && Set(spans.map(\.traceID)).count == 1)
                #expect(spans.allSatisfy { $0.error == nil })
                // The story's trace has the story's number.
                let number = scene.broker.published[0].envelope.correlationID.uuidString.lowercased()
                #expect(story[0].traceID == number.replacing("-", with: ""))
                // Each event's traceparent names the span that announced it.
                let announced = Set(scene.broker.published.compactMap(\.envelope.traceparent))
                #expect(
                    announced == Set(spans.filter { $0.kind == 4 }.map { "00-\($0.traceID)-\($0.spanID)-01" })
                )
                try checkAttributes(story, scene)
                #expect(collector.store.headers.allSatisfy { $0["x-token"] == "a secret" })
            }
        }
    }

    /// From the span without a parent to the one without a child.
    private func chain(_ spans: [ReceivedSpan]) throws -> [ReceivedSpan] {
        var story = [try #require(spans.first { $0.parentID == nil })]
        while let next = spans.first(where: { $0.parentID == story.last?.spanID }) { story.append(next) }
        return story
    }

    private func checkAttributes(_ story: [ReceivedSpan], _ scene: TraceScene) throws {
        let heard = try #require(scene.broker.published.first { $0.envelope.type == LeadScored.type }).envelope
        let process = story[3].attributes
        #expect(process["messaging.system"] == "rabbitmq")
        #expect(process["messaging.operation.type"] == "process")
        #expect(process["messaging.destination.name"] == "evt:lead.scored.v1:assignment.in")
        #expect(process["messaging.rabbitmq.destination.routing_key"] == "lead.scored.v1")
        #expect(process["messaging.message.id"] == heard.messageID.uuidString.lowercased())
        #expect(process["messaging.message.conversation_id"] == heard.correlationID.uuidString.lowercased())
        #expect(process["filon.handler"] == "test.lead.scored.v1" && process["filon.outcome"] == "handled")
        #expect(story[2].attributes["messaging.operation.type"] == "create")
        #expect(story[2].attributes["messaging.destination.name"] == "evt:lead.scored.v1")
    }

    @Test func whatIsAnnouncedLaterWithoutItsMessageJoinsTheStory() async throws {
        try await RunningCollector.run { collector in
            try await TraceScene.run { scene in
                let service = try scene.service(.scoring, to: collector.url) { _ in }
                try await scene.running([service]) {
                    try await service.messenger.commit { _ in ((), [Sample.scored(LeadID())]) }
                    try await eventually("the first goes") { scene.broker.published.count == 1 }
                    let first = scene.broker.published[0].envelope
                    let cause = Cause(correlationID: first.correlationID, causationID: first.messageID)
                    try await service.messenger.commit(cause: cause) { _ in ((), [Sample.scored(LeadID())]) }
                    try await eventually("the second goes") { scene.broker.published.count == 2 }
                }
                #expect(collector.store.spans.count == 2 && Set(collector.store.spans.map(\.traceID)).count == 1)
                #expect(Set(collector.store.spans.map(\.spanID)).count == 2)
            }
        }
    }

    @Test func messagesOfOneBatchLinkToItAndKeepTheirOwnStories() async throws {
        try await RunningCollector.run { collector in
            try await TraceScene.run { scene in
                let services = try flow(scene, collector.url)
                // Announced before anybody hears, so that they are taken together.
                scene.broker.declare(.init(name: "scoring.in", types: [LeadRegistered.type]))
                let messages = try (0..<3).map { _ in try OutgoingMessage(Sample.registered(), cause: .root) }
                _ = await scene.broker.publisher(name: "test").publish(messages)
                try await scene.running(services) {
                    try await eventually("all are pooled") {
                        scene.broker.published.count { $0.envelope.type == LeadPooled.type } == 3
                    }
                }

                #expect(collector.store.complaints == [])
                let spans = collector.store.spans
                let batch = try #require(spans.first { $0.name == "batch scoring.in" })
                let processed = spans.filter { $0.name == "process scoring.in" }
                #expect(batch.attributes["messaging.batch.message_count"] == "3" && batch.parentID == nil)
                #expect(processed.map(\.links) == Array(repeating: ["\(batch.traceID)-\(batch.spanID)"], count: 3))
                #expect(Set(processed.map(\.traceID)).count == 3)
                let parents = Set(processed.map { "00-\($0.traceID)-\($0.parentID ?? "")-01" })
                #expect(parents == Set(messages.compactMap(\.envelope.traceparent)))
            }
        }
    }

    @Test func whatFailsIsMarkedWithItsClassAndItsEnd() async throws {
        try await RunningCollector.run { collector in
            try await TraceScene.run { scene in
                let service = try scene.service(.scoring, to: collector.url) {
                    $0.hear(PassOn<LeadRegistered> { _, _ in throw Broken() })
                }
                try await scene.running([service]) {
                    let message = try OutgoingMessage(Sample.registered(), cause: .root)
                    _ = await scene.broker.publisher(name: "test").publish([message])
                    try await eventually("it is buried") { service.messenger.metrics.deadLettered.value == 1 }
                }

                #expect(collector.store.complaints == [])
                let spans = collector.store.spans
                #expect(spans.map(\.error) == ["Broken", "Broken"])
                #expect(spans.map { $0.attributes["filon.outcome"] } == ["retry", "dead_letter"])
                #expect(spans.map { $0.events.map(\.name) } == [["retry"], ["dead_letter"]])
                #expect(spans.map { $0.attributes["filon.attempt"] } == ["1", "2"])
                #expect(spans.map { $0.attributes["error.type"] } == ["Broken", "Broken"])
                #expect(spans[0].events[0].attributes == ["filon.retry.delay_ms": "10"])
                #expect(Set(spans.map(\.traceID)).count == 1 && Set(spans.map(\.parentID)).count == 1)
            }
        }
    }

    @Test func whatTheBrokerDoesNotTakeIsSaidBelowItsAnnouncement() async throws {
        try await RunningCollector.run { collector in
            try await TraceScene.run { scene in
                scene.broker.refuse([LeadScored.type])
                let service = try scene.service(.scoring, to: collector.url) { _ in }
                try await scene.running([service]) {
                    try await service.messenger.commit { _ in ((), [Sample.scored(LeadID())]) }
                    try await eventually("it is refused") { service.messenger.metrics.refused.value >= 1 }
                    scene.broker.refuse([])
                    try await eventually("it goes") { scene.broker.published.count == 1 }
                }

                let announced = try #require(collector.store.spans.first { $0.kind == 4 })
                let publish = try #require(collector.store.spans.first { $0.name == "publish evt" })
                #expect(publish.kind == 3 && publish.error == "refused" && publish.parentID == announced.spanID)
            }
        }
    }

    @Test func aLookOutsideIsASpanBelowItsMessage() async throws {
        try await RunningCollector.run { collector in
            try await TraceScene.run { scene in
                let service = try scene.service(.scoring, to: collector.url) { $0.hear(LookUp<LeadRegistered>()) }
                try await scene.running([service]) {
                    let message = try OutgoingMessage(Sample.registered(), cause: .root)
                    _ = await scene.broker.publisher(name: "test").publish([message])
                    try await eventually("it is handled") { service.messenger.metrics.handled.value == 1 }
                }

                #expect(collector.store.complaints == [])
                let process = try #require(collector.store.spans.first { $0.kind == 5 })
                let look = try #require(collector.store.spans.first { $0.kind == 1 })
                #expect(look.name == "look test.look.lead.registered.v1" && look.parentID == process.spanID)
                #expect(look.start >= process.start && look.end <= process.end)
            }
        }
    }

    @Test func aStoryThatNobodyWantsRecordedIsNot() async throws {
        try await RunningCollector.run { collector in
            try await TraceScene.run { scene in
                // Nothing that begins here is recorded; what begins elsewhere brings its own answer.
                let services = try flow(scene, collector.url, ratio: "0")
                let foreign = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0"
                try await scene.running(services) {
                    try await services[0].messenger.commit { _ in ((), [Sample.registered()]) }
                    try await eventually("the first ends") { scene.broker.published.count == 3 }
                    for flag in ["0", "1"] {
                        let cause = Cause(traceparent: foreign + flag)
                        try await services[0].messenger.commit(cause: cause) { _ in ((), [Sample.registered()]) }
                    }
                    try await eventually("all end") { scene.broker.published.count == 9 }
                }

                let flags = scene.broker.published.map { $0.envelope.traceparent?.suffix(3) ?? "" }
                #expect(flags.count { $0 == "-00" } == 6 && flags.count { $0 == "-01" } == 3)
                let spans = collector.store.spans.filter { !$0.name.hasPrefix("batch ") }
                #expect(spans.count == 5 && spans.allSatisfy { foreign.contains($0.traceID) })
            }
        }
    }
}

struct Broken: Error {}
