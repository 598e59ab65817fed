import Contracts
import Foundation
import Messaging
import Testing

@testable import Operator

@Suite struct PaceTests {
    @Test func withoutARateEverythingMayGo() {
        #expect(Pace(rate: nil, ramp: nil).allowance(after: 0) == .max)
    }

    @Test func aRateIsNeverExceeded() {
        let pace = Pace(rate: 50, ramp: nil)
        #expect(pace.allowance(after: 0) == 1)
        #expect(pace.allowance(after: 1) == 51)
        #expect(pace.allowance(after: 10) == 501)
    }

    /// From 10/s to 100/s in ten seconds: 550 on the way, 100/s afterwards.
    @Test func aRampGrowsFromATenthToTheWhole() {
        let pace = Pace(rate: 100, ramp: 10)
        #expect(pace.allowance(after: 0) == 1)
        #expect(pace.allowance(after: 1) == 1 + 14)
        #expect(pace.allowance(after: 10) == 551)
        #expect(pace.allowance(after: 20) == 1551)
    }
}

@Suite struct MomentTests {
    private let now = Date(timeIntervalSince1970: 1_770_000_000)

    @Test(arguments: [("90s", 90.0), ("30m", 1_800), ("2h", 7_200), ("3d", 259_200)])
    func aSpanIsSoLongAgo(text: String, seconds: Double) {
        #expect(Moment(text, now: now)?.date == now.addingTimeInterval(-seconds))
    }

    @Test func daysAndTimesAreRead() {
        #expect(Moment("2026-03-01", now: now)?.date == Date(timeIntervalSince1970: 1_772_323_200))
        #expect(Moment("2026-03-01T06:00:00Z", now: now)?.date == Date(timeIntervalSince1970: 1_772_344_800))
        #expect(Moment("2026-03-01T06:00:00.500Z", now: now)?.date == Date(timeIntervalSince1970: 1_772_344_800.5))
    }

    @Test(arguments: ["", "h", "-2h", "2w", "yesterday", "99999999999999999999h"])
    func anythingElseIsRefused(text: String) { #expect(Moment(text, now: now) == nil) }
}

@Suite struct PathTests {
    private let value = JSONValue.object([
        "score": .object(["points": .integer(7)]), "lines": .array([.object(["rule": .string("size")])]),
    ])

    @Test func membersAndElementsAreSetAddedAndRemoved() throws {
        var edited = value
        try edited.set("score.points", to: .integer(8))
        try edited.set("$.lines[0].rule", to: .string("base"))
        try edited.set("lines.1", to: .null)
        try edited.set("added", to: .bool(true))
        #expect(
            edited
                == .object([
                    "score": .object(["points": .integer(8)]), "added": .bool(true),
                    "lines": .array([.object(["rule": .string("base")]), .null]),
                ])
        )
        try edited.set("lines[1]", to: nil)
        try edited.set("added", to: nil)
        try edited.set("score.points", to: .integer(7))
        try edited.set("lines[0].rule", to: .string("size"))
        #expect(edited == value)
    }

    @Test(arguments: ["", "$", "no.such", "lines.9", "lines.x", "score.points.deeper", "lines.0.rule.deeper"])
    func aPathThatLeadsNowhereIsAnError(path: String) {
        var edited = value
        #expect(throws: OperatorError.self) { try edited.set(path, to: .null) }
        #expect(edited == value)
    }
}

@Suite struct OutcomeDiffTests {
    private let since = Date(timeIntervalSince1970: 1_770_000_000)

    private func done(_ events: [JSONValue]) -> JSONValue {
        .object(["kind": .string("done"), "events": .array(events)])
    }

    private func event(_ type: String, _ subject: String, _ body: JSONValue) -> JSONValue {
        .object(["type": .string(type), "subject": .string(subject), "body": body])
    }

    /// A UUIDv7 of that very time: the generator's never go back.
    private func identity(of moment: Date) -> String {
        let time = String(UInt64(moment.timeIntervalSince1970 * 1000), radix: 16)
        let digits = String(repeating: "0", count: 12 - time.count) + time
        return "\(digits.prefix(8))-\(digits.suffix(4))-7000-8000-000000000000"
    }

    @Test func whatTheRunItselfMadeIsNoDifference() {
        func outcome(_ moment: Date) -> JSONValue {
            done([
                event(
                    "a.v1",
                    "lead/1",
                    .object([
                        "id": .string(identity(of: moment)), "at": .string(WireDate.text(moment)),
                        "points": .integer(1),
                    ])
                )
            ])
        }
        let before = outcome(since.addingTimeInterval(-86_400))
        let older = outcome(since.addingTimeInterval(-3_600))
        #expect(OutcomeDiff(then: before, now: older, since: since).differences.count == 2, "not made by the run")
        #expect(OutcomeDiff(then: before, now: outcome(since), since: since).differences.isEmpty)
    }

    @Test func orderOfEventsIsNoDifferenceAndNumbersAre() {
        let (a, b) = (event("a.v1", "lead/1", .object(["x": .integer(1)])), event("b.v1", "lead/1", .null))
        #expect(OutcomeDiff(then: done([a, b]), now: done([b, a]), since: since).differences.isEmpty)
        let changed = event("a.v1", "lead/1", .object(["x": .integer(2)]))
        let diff = OutcomeDiff(then: done([a, b]), now: done([changed, b]), since: since).differences
        #expect(diff.map(\.path) == ["events.a.v1 lead/1.x"])
        #expect(diff.first?.text == "events.a.v1 lead/1.x: 1 → 2")
    }

    @Test func twoEventsOfOneKindStayTwo() {
        let a = event("a.v1", "lead/1", .integer(1))
        let diff = OutcomeDiff(then: done([a, a]), now: done([a]), since: since).differences
        #expect(diff.count == 1)
        #expect(diff.first?.now == nil)
    }

    @Test func aFailureIsADifferenceOfKind() {
        let dead = JSONValue.object(["kind": .string("dead"), "reason": .string("x"), "events": .array([])])
        let diff = OutcomeDiff(then: dead, now: done([event("a.v1", "lead/1", .null)]), since: since).differences
        #expect(Set(diff.map(\.path)) == ["kind", "reason", "events.a.v1 lead/1"])
    }
}

@Suite struct ObstacleTests {
    private let company = UUID()
    private let moment = Date(timeIntervalSince1970: 1_770_000_000)

    private func entry(_ type: String) -> JournalEntry {
        JournalEntry(
            schema: "enrichment",
            envelope: Envelope(type: type, subject: "company/x", companyID: company, occurredAt: moment),
            repeats: nil
        )
    }

    @Test func aVersionOlderThanAnyKnownNamesThoseThatAre() {
        let reason = Obstacles(erasures: []).of(entry("company.enriched.v0"), in: .scoring)
        #expect(reason == "This release knows no company.enriched.v0; it knows company.enriched.v1.")
    }

    @Test func aServiceThatDoesNotHearATypeIsNamedWithThoseThatDo() {
        let reason = Obstacles(erasures: []).of(entry(CompanyEnriched.type), in: .notifier)
        #expect(reason?.contains("notifier does not hear company.enriched.v1") == true)
        #expect(reason?.contains("scoring") == true)
    }

    @Test func whatIsAboutAnErasedPersonStaysAsItIs() {
        let erasure = ErasureStore.Erasure(subject: "contact/x", company: company, at: moment.addingTimeInterval(1))
        #expect(
            Obstacles(erasures: [erasure]).of(entry(CompanyEnriched.type), in: .scoring)?.contains("erased") == true
        )
        let earlier = ErasureStore.Erasure(subject: "contact/x", company: company, at: moment.addingTimeInterval(-1))
        #expect(Obstacles(erasures: [earlier]).of(entry(CompanyEnriched.type), in: .scoring) == nil)
        let another = ErasureStore.Erasure(subject: "contact/x", company: UUID(), at: moment.addingTimeInterval(1))
        #expect(Obstacles(erasures: [another]).of(entry(CompanyEnriched.type), in: .scoring) == nil)
    }

    @Test func aLetterWhoseHandlerIsGoneSaysSo() {
        #expect(Sample.letter(service: "scoring", type: CompanyEnriched.type).obstacle == nil)
        let gone = Sample.letter(service: "scoring", type: LeadAssigned.type).obstacle
        #expect(gone?.contains("its handler is gone") == true)
        let unknown = Sample.letter(service: "accounting", type: LeadAssigned.type).obstacle
        #expect(unknown?.contains("accounting does not hear") == true)
    }
}

@Suite struct EditTests {
    private func golden(_ type: String) throws -> JSONValue {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: root.appending(path: "Fixtures/contracts/\(type).json"))
        return try Wire.decode(JSONValue.self, from: [UInt8](data))
    }

    @Test func whatObeysTheSchemaPasses() throws {
        var body = try golden(LeadPooled.type)
        try body.set("priority", to: .integer(12))
        try EditLetter.check(body, type: LeadPooled.type)
    }

    @Test(arguments: [
        ("priority", JSONValue.string("high")), ("leadID", .string("x")), ("surplus", .integer(1)), ("reasons", .null),
    ])
    func whatBreaksTheSchemaIsRefusedByName(path: String, value: JSONValue) throws {
        var body = try golden(LeadPooled.type)
        try body.set(path, to: value)
        do {
            try EditLetter.check(body, type: LeadPooled.type)
            Issue.record("it passed")
        } catch let error as OperatorError {
            #expect(error.description.contains(path))
        }
    }

    @Test func whatItsReaderNeedsMustStand() throws {
        var body = try golden(LeadPooled.type)
        try body.set("leadID", to: nil)
        #expect(throws: OperatorError.self) { try EditLetter.check(body, type: LeadPooled.type) }
    }
}

enum Sample {
    static func letter(service: String, type: String) -> Letter {
        Letter(
            id: UUID(),
            handler: "\(service).x",
            messageID: UUID(),
            service: service,
            type: type,
            reason: "x",
            errorClass: nil,
            group: nil,
            attempts: 1,
            firstFailedAt: Date(),
            failedAt: Date(),
            correlationID: nil,
            companyID: nil,
            department: nil,
            state: "open",
            note: nil,
            isEdited: false
        )
    }
}
