import Contracts
import Foundation
import ServiceKit
import Testing

@testable import Notifier

@Suite struct DecisionTests {
    private let group = Waiting.Group(recipient: UUID(), department: "nord")
    private let minute = DigestRule(above: 3, window: .seconds(60))

    private func leads(_ count: Int, dueAt: Date = monday) -> [Waiting] {
        (0..<count).map { _ in Waiting(id: UUID(), group: group, dueAt: dueAt) }
    }

    @Test func aFewGoAloneAndTheRestWaits() {
        let leads = leads(5)
        let plan = DigestPlan(leads, windows: [:], rule: minute, room: 8, now: monday)
        #expect(plan.singles == leads.prefix(3).map(\.id) && plan.digests.isEmpty)
        #expect(plan.held.map(\.until) == [monday.addingTimeInterval(60), monday.addingTimeInterval(60)])
        #expect(plan.windows[group]?.singles == 3)
    }

    @Test func whatAWindowHeldBackGoesTogether() {
        let (leads, open) = (leads(1200), DigestWindow(until: monday, singles: 3))
        let plan = DigestPlan(leads, windows: [group: open], rule: minute, room: 8, now: monday)
        #expect(plan.digests.map(\.lines.count) == [500, 500, 200] && plan.singles.isEmpty)
        #expect(plan.windows[group] == DigestWindow(until: monday.addingTimeInterval(60), singles: 3))
    }

    @Test func whatDidNotFitIntoTheLookThatGatheredFollowsAtOnce() {
        let open = DigestWindow(until: monday.addingTimeInterval(59), singles: 3)
        let (late, new) = (leads(2, dueAt: monday.addingTimeInterval(-2)), leads(1))
        let plan = DigestPlan(late + new, windows: [group: open], rule: minute, room: 8, now: monday)
        #expect(plan.digests.map(\.lines) == [late.map(\.id)] && plan.singles.isEmpty)
        #expect(plan.held.map(\.id) == new.map(\.id) && plan.windows == [group: open])
    }

    @Test func aWindowOfLongAgoHoldsNothing() {
        let open = DigestWindow(until: monday.addingTimeInterval(-3600), singles: 3)
        let plan = DigestPlan(leads(2), windows: [group: open], rule: minute, room: 8, now: monday)
        #expect(plan.singles.count == 2 && plan.digests.isEmpty && plan.held.isEmpty)
    }

    @Test func withoutAWindowOnlyWhatWaitsAnywayGoesTogether() {
        let rule = DigestRule(above: 3, window: .zero)
        #expect(DigestPlan(leads(3), windows: [:], rule: rule, room: 8, now: monday).singles.count == 3)
        #expect(DigestPlan(leads(4), windows: [:], rule: rule, room: 8, now: monday).digests.count == 1)
    }

    @Test func nothingBeginsBeyondTheRoom() {
        let others = (0..<10).map { _ in Waiting(id: UUID(), group: nil, dueAt: monday) }
        let plan = DigestPlan(others + leads(9), windows: [:], rule: minute, room: 4, now: monday)
        #expect(plan.singles == others.prefix(4).map(\.id) && plan.digests.isEmpty && plan.held.isEmpty)
    }

    @Test(arguments: [
        (SendResult.taken(reference: nil, code: 250), 1, 0, false, Ending.sent),
        (.refused("x", code: 550), 1, 0, false, .failed("x")),
        (.later("x", code: 450), 1, 0, false, .again(after: .seconds(5))),
        (.later("x", code: 450), 4, 0, false, .again(after: .seconds(1800))),
        (.later("x", code: 450), 5, 0, false, .failed("x")),
        (.later("x", code: 429, wait: .seconds(90)), 7, 0, false, .again(after: .seconds(90))),
        (.later("x", code: 429, wait: .seconds(90)), 20, 0, false, .failed("x")),
        (.unknown("x"), 1, 0, false, .again(after: .seconds(5))), (.unknown("x"), 2, 1, false, .perhapsSent),
        (.unknown("x"), 1, 0, true, .perhapsSent),
    ])
    func everyResultHasItsConsequence(
        result: SendResult,
        attempt: Int,
        unknowns: Int,
        isProspect: Bool,
        ending: Ending
    ) {
        #expect(Ending(result, attempt: attempt, unknowns: unknowns, isProspect: isProspect) == ending)
    }

    @Test func aSharedSlackChannelSaysNothingOfOtherDepartments() {
        let own = SlackRoute.webhook(url: "http://slack.test", department: north)
        let shared = SlackRoute.webhook(url: "http://slack.test", department: nil)
        #expect(own.candour(towards: north, isOnly: false) == .everything)
        #expect(own.candour(towards: south, isOnly: false) == .nothing)
        #expect(shared.candour(towards: north, isOnly: true) == .everything)
        #expect(shared.candour(towards: north, isOnly: false) == .nudge)
        let nudge = DigestWording.nudge(for: "Alice", in: .french)
        #expect(SlackText(links: ConsoleLinks(base: nil)).text(nudge, in: .french) == "*\(nudge.subject)*")
        #expect(DigestWording.digest(of: [nudge, nudge], in: .french) == nudge)
    }

    @Test func quietTimeEndsInTheMorning() {
        var colleague = Colleague(
            id: UserID(),
            name: "A",
            email: "a@b.fr",
            role: "sales",
            slackMember: nil,
            language: .french
        )
        #expect(colleague.awake(from: monday, in: paris) == monday)
        (colleague.quietFrom, colleague.quietUntil) = (20 * 60, 9 * 60 + 30)
        #expect(colleague.awake(from: monday, in: paris) == monday.addingTimeInterval(1800))
        #expect(colleague.awake(from: monday.addingTimeInterval(3600), in: paris) == monday.addingTimeInterval(3600))
    }

    @Test func sendsKeepToPlacesRateAndPauses() {
        var pace = SendPace(perSecond: 20, now: monday)
        #expect(pace.room(now: monday).count == 8)
        pace.begin(8)
        #expect(pace.room(now: monday).count == 0)
        (0..<8).forEach { _ in pace.end() }
        pace.begin(8)
        (0..<8).forEach { _ in pace.end() }
        #expect(pace.room(now: monday).count == 4)
        pace.begin(4)
        (0..<4).forEach { _ in pace.end() }
        #expect(pace.room(now: monday).askAgain == monday.addingTimeInterval(0.05))
        pace.pause(until: monday.addingTimeInterval(30))
        #expect(pace.room(now: monday.addingTimeInterval(10)).askAgain == monday.addingTimeInterval(30))
    }

    @Test(arguments: [
        ["FILON_SMTP_URL": "http://mail.test"], ["FILON_SMTP_URL": "smtp://a:b@mail.test"],
        ["FILON_SMTP_URL": "smtp://mail.test", "FILON_SMTP_FROM": "nobody"], ["FILON_SLACK_URL": "slack.test"],
        ["FILON_SLACK_URL": "https://slack.com/api"], ["FILON_SLACK_URL": "http://127.0.0.1:8025/api/"],
        ["FILON_SLACK_URL": "https://hooks.slack.com/services/T0/B0/x", "FILON_SLACK_TOKEN": "xoxb-test"],
        ["FILON_SLACK_URL": "http://slack.test", "FILON_SLACK_DEPARTMENT": "Le Nord"],
        ["FILON_NOTIFIER_DIGEST_SECONDS": "-1"], ["FILON_TIME_ZONE": "Lille"],
    ])
    func aWrongSettingIsNamed(environment: [String: String]) throws {
        let error = try #require(throws: SettingsError.self) {
            _ = try NotifierConfig(Settings(environment: environment))
        }
        #expect(environment.keys.contains { error.description.contains($0) })
    }

    @Test func aFingerprintIsSixtyFourDigits() {
        #expect(Fingerprint(hexadecimal: String(repeating: "0f", count: 32))?.bytes == Array(repeating: 15, count: 32))
        #expect(Fingerprint(hexadecimal: String(repeating: "é", count: 32)) == nil)
        #expect(Fingerprint(hexadecimal: "0f") == nil)
    }
}
