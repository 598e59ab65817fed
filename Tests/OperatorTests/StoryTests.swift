import Contracts
import Foundation
import Messaging
import Testing

@testable import Operator

@Suite struct StoryTests {
    private let start = Date(timeIntervalSince1970: 1_770_000_000)

    private func entry(_ type: String, _ schema: String, after seconds: Double, cause: JournalEntry? = nil)
        -> JournalEntry
    {
        JournalEntry(
            schema: schema,
            envelope: Envelope(
                type: type,
                causationID: cause?.envelope.messageID,
                subject: "lead/1",
                occurredAt: start.addingTimeInterval(seconds)
            ),
            repeats: nil
        )
    }

    private func handled(_ entry: JournalEntry, _ schema: String, _ handler: String, after seconds: Double)
        -> Story.Handling
    {
        Story.Handling(
            messageID: entry.envelope.messageID,
            schema: schema,
            handler: handler,
            at: start.addingTimeInterval(seconds),
            state: .handled
        )
    }

    @Test func theTreeFollowsWhoAnnouncedWhatBecauseOfWhat() {
        let registered = entry("lead.registered.v1", "intake", after: 0)
        let scored = entry("lead.scored.v1", "scoring", after: 0.02, cause: registered)
        let assigned = entry("lead.assigned.v1", "assignment", after: 0.05, cause: scored)
        let story = Story(
            entries: [registered, scored, assigned],
            handlings: [
                handled(registered, "scoring", "scoring.register-lead", after: 0.01),
                handled(scored, "assignment", "assignment.assign-lead", after: 0.04),
                handled(registered, "pipeline", "pipeline-monitor.follow-lead", after: 0.03),
            ]
        )
        let lines = story.text.split(separator: "\n").map(String.init)
        #expect(lines[0] == "3 messages, 3 handlings, 50 ms from first to last")
        #expect(lines[1].hasPrefix("lead.registered.v1  2026-02-02T02:40:00.000Z  by ingest"))
        #expect(lines[2] == "  → scoring.register-lead  +10 ms")
        #expect(lines[3].hasPrefix("      lead.scored.v1  +20 ms  by scoring"))
        #expect(lines[4] == "        → assignment.assign-lead  +20 ms")
        #expect(lines[5].hasPrefix("            lead.assigned.v1  +30 ms  by assignment"))
        #expect(lines[6] == "  → pipeline-monitor.follow-lead  +30 ms")
        #expect(lines.count == 7)
    }

    @Test func aDeadLetterIsNamedWithTheCommandThatShowsIt() {
        let registered = entry("lead.registered.v1", "intake", after: 0)
        let letter = UUID()
        let dead = Story.Handling(
            messageID: registered.envelope.messageID,
            schema: "scoring",
            handler: "scoring.register-lead",
            at: start,
            state: .dead(letter: letter, state: "open", error: "undecodable: x")
        )
        let text = Story(entries: [registered], handlings: [dead]).text
        #expect(text.contains("DEAD (open): undecodable: x  filon dead show \(letter.wireText)"))
    }

    /// A cause outside the story, or one that is its own: nothing is left out, and it ends.
    @Test func whatHasNoCauseInTheStoryBeginsABranch() {
        var circular = entry("a.v1", "intake", after: 0)
        circular.envelope.causationID = circular.envelope.messageID
        let orphan = entry("lead.scored.v1", "scoring", after: 1, cause: entry("x.v1", "intake", after: 0))
        let story = Story(entries: [orphan], handlings: [])
        #expect(story.roots.count == 1)
        #expect(story.text.contains("lead.scored.v1"))
        #expect(Story(entries: [circular], handlings: []).text.contains("a.v1"))
    }

    @Test(arguments: [(-1.0, "0 ms"), (0.0344, "34 ms"), (1.25, "1.3 s"), (119, "119.0 s"), (600, "10 min")])
    func spansAreShort(seconds: Double, text: String) { #expect(Story.span(seconds) == text) }
}
