import Contracts
import Foundation
import FrenchBusiness
import Postgres
import Synchronization
import Telemetry
import Testing

@testable import Enrichment

@Suite struct ProviderFaultTests {
    /// What a failing provider may do, and how the ledger names it.
    struct Fault: Sendable, CustomStringConvertible {
        let description: String
        let reply: LocalProvider.Reply
        let outcome: String
    }

    static let faults = [
        Fault(description: "500", reply: .answer("{}", status: 500), outcome: "failed"),
        Fault(description: "403", reply: .answer("{}", status: 403), outcome: "failed"),
        Fault(description: "cut", reply: .cut, outcome: "failed"),
        Fault(description: "malformed", reply: .answer("<html>"), outcome: "failed"),
        Fault(description: "another form", reply: .answer("[1]"), outcome: "failed"),
        Fault(description: "slow", reply: .hold, outcome: "failed"),
        Fault(description: "refused", reply: .answer("{}", status: 400), outcome: "refused"),
    ]

    @Test(arguments: faults) func aFaultIsTriedAgainAndAtLastAnnouncedAsUnavailable(_ fault: Fault) async throws {
        try await Scene(timeout: .seconds(3)) { _ in fault.reply }.run { scene in
            let company = CompanyID()
            await #expect(throws: ProviderError.self) { try await scene.registered("552032534", company: company) }
            #expect(try await scene.texts("SELECT outcome FROM provider_calls") == [fault.outcome])
            #expect(try await scene.texts("SELECT key FROM cached_replies").isEmpty)

            let last = try await scene.registered("552032534", company: company, attempt: Enricher.attempts)

            let enriched = try #require(last.enriched.first)
            #expect(enriched.turnover == TurnoverFacts(status: "unknown", reason: "provider_unavailable", years: []))
            #expect(try await scene.texts("SELECT state FROM companies") == ["unavailable"])
        }
    }

    @Test func whatWasUnavailableIsFoundLaterAndCountsAsNewer() async throws {
        let isBack = Flag()
        try await Scene(breaker: .milliseconds(1)) { isBack.isSet ? .company($0) : .answer("", status: 503) }
            .run { scene in
                let company = CompanyID()
                let first = try await scene.registered("552032534", company: company, attempt: Enricher.attempts)
                isBack.set()
                scene.time.advance(by: 16 * 60)
                let due = try await scene.pool.transaction { [now = scene.time.now] tx in
                    try CompanyStore.takeDue(at: now, pause: .seconds(60), limit: 10, in: tx)
                }
                #expect(due == [company])

                let second = try await scene.requested(company)

                let (away, found) = (try #require(first.enriched.first), try #require(second.enriched.first))
                #expect(found.turnover.status == "known" && found.factsAt > away.factsAt)
                #expect(try await scene.texts("SELECT state FROM companies") == ["done"])
            }
    }

    @Test func oneProviderAwayLeavesTheOthersFigures() async throws {
        let finances = ["finances": "{\"2024\":{\"ca\":229786,\"resultat_net\":null}}"]
        try await Scene { $0.isAboutTurnover ? .answer("", status: 500) : .company($0, unit: finances) }.run { scene in
            await #expect(throws: ProviderError.self) { try await scene.registered("552032534") }

            let events = try await scene.registered("552032534", attempt: Enricher.attempts)

            #expect(events.enriched.first?.turnover.status == "known")
            #expect(events.enriched.first?.turnover.years.map(\.amountCents) == [22_978_600])
            let asked = scene.providers.questions.filter { !$0.isAboutTurnover }.count
            #expect(asked == 1, "the kept reply of the one that answers spares its call")
        }
    }

    @Test func askedToWaitItWaitsAsLongAndGoesOn() async throws {
        try await Scene { $0.number == 1 ? .answer("", status: 429, headers: ["Retry-After: 1"]) : .company($0) }
            .run { scene in
                let start = ContinuousClock.now

                let events = try await scene.registered("552032534")

                #expect(ContinuousClock.now - start >= .milliseconds(950))
                #expect(events.enriched.first?.turnover.status == "known")
                let outcomes = try await scene.texts("SELECT outcome FROM provider_calls ORDER BY at, outcome")
                #expect(outcomes.sorted() == ["found", "found", "throttled"])
            }
    }

    @Test func askedToWaitLongItAsksNobodyMeanwhile() async throws {
        try await Scene { _ in .answer("", status: 429, headers: ["Retry-After: 3600"]) }.run { scene in
            await #expect(throws: ProviderError.self) { try await scene.registered("552032534") }
            await #expect(throws: ProviderError.self) { try await scene.registered("302474648") }
            #expect(scene.providers.questions.count == 1)
        }
    }

    @Test func afterFiveFailuresNobodyAsksUntilOneProbeSucceeds() async throws {
        let isBack = Flag()
        try await Scene { isBack.isSet ? .company($0) : .answer("", status: 500) }.run { scene in
            for index in 0..<8 {
                await #expect(throws: ProviderError.self) { try await scene.registered(String(810_000_000 + index)) }
            }
            #expect(scene.providers.questions.count == 5)
            isBack.set()
            try await scene.pool.transaction { tx in
                _ = try tx.execute("UPDATE provider_state SET open_until = now() - interval '1 second'")
            }
            let probe = ProviderTerms(name: RechercheEntreprises.name, calls: 100, period: 1, breaker: .seconds(300))
            let granted = try await scene.pool.transaction { tx in
                let first = try ProviderStateStore.reserve(10, of: probe, in: tx)
                return (first, try ProviderStateStore.reserve(10, of: probe, in: tx))
            }
            #expect(granted.0.count == 1 && granted.0.first != nil)
            #expect(granted.1.breaker == .open && granted.1.first == nil)

            try await scene.pool.transaction { tx in
                _ = try tx.execute("UPDATE provider_state SET open_until = now() - interval '1 second'")
            }
            let events = try await scene.registered("552032534")

            #expect(events.enriched.first?.turnover.status == "known")
            #expect(
                try await scene.texts("SELECT failures::text FROM provider_state WHERE open_until IS NULL ORDER BY 1")
                    == ["0", "0"]
            )
            #expect(MetricsPage(.none, scene.plan.metrics.families).text.contains("filon_provider_breaker_open"))
        }
    }

    @Test func sixtyFourLookUpsAreInFlightAtOnce() async throws {
        let crowd = Crowd(64)
        try await Scene { question in
            if !question.isAboutTurnover { crowd.join() }
            return .company(question)
        }.run { scene in
            try await withThrowingTaskGroup { group in
                for index in 0..<64 {
                    group.addTask { _ = try await scene.registered(String(810_000_000 + index)) }
                }
                try await group.waitForAll()
            }
            #expect(crowd.isComplete)
        }
    }

    @Test func aWrongAddressIsNoUnknownSiren() async throws {
        try await Scene { _ in .answer("{\"erreur\":\"not found\"}", status: 404) }.run { scene in
            let error = await #expect(throws: ProviderError.self) { try await scene.registered("552032534") }

            let outcomes = try await scene.texts("SELECT outcome FROM provider_calls")
            #expect(error?.description.contains("FILON_RECHERCHE_ENTREPRISES_URL") == true)
            #expect(outcomes == ["failed"])
            #expect(try await scene.texts("SELECT key FROM cached_replies").isEmpty)
        }
    }

    @Test func aFiguresAddressThatIsWrongIsNamed() {
        let error = ProviderError(provider: RatiosInpiBce.name, reason: .status(404))
        #expect(error.description.contains("FILON_RATIOS_INPI_BCE_URL"))
    }
}

/// Holds every caller until a number of them are there, 25 seconds at most.
final class Crowd: Sendable {
    private let condition = NSCondition()
    // Unchecked because it is only touched while `condition` is held.
    private nonisolated(unsafe) var missing: Int

    init(_ size: Int) { missing = size }

    var isComplete: Bool { condition.withLock { missing <= 0 } }

    func join() {
        condition.withLock {
            missing -= 1
            if missing <= 0 { condition.broadcast() }
            let limit = Date(timeIntervalSinceNow: 25)
            while missing > 0, condition.wait(until: limit) {}
        }
    }
}
