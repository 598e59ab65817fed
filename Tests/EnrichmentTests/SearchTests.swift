import Contracts
import Foundation
import FrenchBusiness
import Postgres
import TestSupport
import Testing

@testable import Enrichment

/// A selection that is wider than one answer is found whole, at the sandbox's search.
@Suite struct SearchTests {
    private static let cap = 50
    private static let sandbox = SandboxSearch(universe: 3000, cap: cap)
    private let search = SearchID()

    private func scene(_ script: @escaping LocalProvider.Script = { Self.sandbox.answer(to: $0.target) }) async throws
        -> Scene
    {
        try await Scene(cap: Self.cap, script)
    }

    private func ask(
        _ action: String,
        _ filter: CompanySelection?,
        limit: Int? = nil,
        _ scene: Scene
    ) async throws -> [any Event] {
        try await scene.answer(
            to: SelectionRequested(searchID: search, actor: "test", action: action, filter: filter, limit: limit),
            by: SearchByRequest(perMinute: scene.plan.searchesPerMinute, now: scene.plan.enricher.now)
        )
    }

    /// Delivers what is announced, as the broker does, until nothing is left or `messages` were handled.
    private func drive(_ events: [any Event], _ scene: Scene, messages: Int = 5000) async throws {
        var waiting = events.compactMap { $0 as? SliceRequested }
        let handler = ReadSlice(
            reader: scene.plan.slices,
            database: scene.plan.enricher.database,
            now: scene.plan.enricher.now
        )
        for _ in 0..<messages where !waiting.isEmpty {
            let next = waiting.removeFirst()
            waiting += try await scene.deliver([next], to: handler).compactMap { $0 as? SliceRequested }
        }
    }

    private func found(_ scene: Scene) async throws -> [String] {
        try await scene.texts("SELECT siren FROM search_units ORDER BY siren")
    }

    private func state(_ scene: Scene) async throws -> String? {
        try await scene.texts("SELECT concat_ws(' ', state, reason) FROM searches").first
    }

    @Test func aSelectionWiderThanOneAnswerIsFoundWhole() async throws {
        try await scene().run { scene in
            let begun = try await ask("read", CompanySelection(naf: ["43", "62"]), scene)
            #expect(begun.contains { $0 is RequestDone })

            try await drive(begun, scene)

            let expected = Self.sandbox.expected(naf: ["43", "62"])
            #expect(expected.count > 10 * Self.cap)
            #expect(try await found(scene) == expected)
            #expect(try await state(scene) == "done")
            #expect(try await scene.texts("SELECT name FROM search_slices WHERE capped AND state <> 'divided'") == [])
            // Each page once, and each division.
            let calls = try await scene.texts("SELECT sum(calls)::text FROM search_slices").first.flatMap { Int($0) }
            #expect(calls == scene.providers.questions.count)
            #expect(scene.providers.questions.allSatisfy { $0.target.contains("minimal=true") })
            let ledger = try await scene.texts("SELECT DISTINCT operation FROM provider_calls")
            #expect(ledger == ["by_filter"])
        }
    }

    @Test func onlyHeadOfficesInTheDepartementAreMeant() async throws {
        try await scene().run { scene in
            let wish = CompanySelection(naf: ["F", "I", "J", "M"], departements: ["75", "974"])

            try await drive(try await ask("read", wish, scene), scene)

            let expected = Self.sandbox.expected(naf: ["43", "56", "62", "70"], postcodes: ["75", "974"])
            #expect(try await found(scene) == expected && expected.count > Self.cap)
        }
    }

    @Test func aCountForetellsWhatReadingTakes() async throws {
        try await scene().run { scene in
            let wish = CompanySelection(naf: ["43"])
            try await drive(try await ask("count", wish, scene), scene)
            #expect(try await found(scene) == [])
            #expect(try await state(scene) == "done")
            let forecast = try await scene.database.withSession { session in
                try await session.query(
                    "SELECT companies, calls_left FROM enrichment.v_searches"
                ).map { try $0.decode(Int.self, Int.self) }
            }
            let before = scene.providers.questions.count

            try await drive(try await ask("read", nil, scene), scene)

            let expected = Self.sandbox.expected(naf: ["43"])
            #expect(try await found(scene) == expected)
            // Those who hide, and the ceased are not asked for.
            #expect(forecast.count == 1 && (expected.count...expected.count + 60).contains(forecast[0].0))
            #expect(scene.providers.questions.count - before == forecast[0].1)
        }
    }

    /// Everything that was on its way is lost; what was reached is not.
    @Test func whatADeadReplicaLeftIsTakenUp() async throws {
        try await scene().run { scene in
            try await drive(try await ask("read", CompanySelection(naf: ["43", "62"]), scene), scene, messages: 9)
            let asked = scene.providers.questions.count
            #expect(try await state(scene) == "running")
            scene.time.advance(by: 301)

            let taken = try await scene.pool.transaction { [search] tx in
                try SearchStore.running(in: tx).flatMap { id -> [any Event] in
                    #expect(id == search)
                    return try ReadSlice.next(of: id, at: scene.time.now, in: tx)
                }
            }
            try await drive(taken, scene)

            #expect(try await found(scene) == Self.sandbox.expected(naf: ["43", "62"]))
            let calls = try await scene.texts("SELECT sum(calls)::text FROM search_slices").first.flatMap { Int($0) }
            // Nothing that was written down is asked for again.
            #expect(calls == scene.providers.questions.count && asked > 0)
        }
    }

    @Test func aMessageThatComesTwiceChangesNothing() async throws {
        try await scene().run { scene in
            let begun = try await ask("read", CompanySelection(naf: ["62.01Z"], departements: ["69"]), scene)
            try await drive(begun + begun, scene)
            try await drive(begun, scene)

            #expect(try await found(scene) == Self.sandbox.expected(naf: ["62.01Z"], postcodes: ["69"]))
            #expect(try await state(scene) == "done")
        }
    }

    @Test func oneThatHasEnoughStops() async throws {
        try await scene().run { scene in
            try await drive(try await ask("read", CompanySelection(naf: ["43", "62"]), limit: 60, scene), scene)

            #expect(try await found(scene).count >= 60)
            #expect(try await state(scene) == "done limit")
            #expect(try await found(scene).count < 60 + 4 * Self.cap)
        }
    }

    /// However it is divided, the answer is as long as may be: each part is named, and none is cut in silence.
    @Test func whatCannotBeDividedFurtherIsNamed() async throws {
        let units = (0..<25).map { _ in FoundUnit("999000029", "X", "97400", "Y").json }.joined(separator: ",")
        try await scene { _ in
            .answer("{\"results\":[\(units)],\"total_results\":\(Self.cap),\"page\":1,\"per_page\":25}")
        }.run { scene in
            let wish = CompanySelection(
                naf: ["62.01Z"],
                departements: ["974"],
                workforceBands: ["01"],
                categories: ["PME"]
            )
            try await drive(try await ask("read", wish, scene), scene)

            let gaps = try await scene.database.withSession { session in
                try await session.query("SELECT name FROM enrichment.v_search_gaps ORDER BY name").values(
                    as: String.self
                )
            }
            #expect(gaps.count == 100)
            #expect(gaps.first == "NAF 62.01Z, dép. 974, code postal 97400, effectif 01, catégorie PME")
            #expect(try await state(scene) == "done")
        }
    }

    @Test func aProviderThatIsAwayIsWaitedFor() async throws {
        let isAway = Flag()
        try await scene { question in
            isAway.isSet ? .answer("{}", status: 500) : Self.sandbox.answer(to: question.target)
        }.run { scene in
            let begun = try await ask("read", CompanySelection(naf: ["43"]), scene)
            isAway.set()
            let first = try #require(begun.compactMap { $0 as? SliceRequested }.first)
            let handler = ReadSlice(
                reader: scene.plan.slices,
                database: scene.plan.enricher.database,
                now: scene.plan.enricher.now
            )
            await #expect(throws: ProviderError.self) { try await scene.deliver([first], to: handler) }

            let events = try await scene.deliver([first], to: handler, attempt: 4)

            #expect(events.isEmpty)
            #expect(try await state(scene) == "running")
            let due = try await scene.pool.transaction { [search] tx in
                try SearchStore.takeDue(search, at: scene.time.now.addingTimeInterval(901), in: tx)
            }
            #expect(due == [first.sliceID])
        }
    }

    @Test func strangeWishesAreRefusedAndAStoppedSearchStands() async throws {
        try await scene().run { scene in
            func codes(_ events: [any Event]) -> [String] { events.compactMap { ($0 as? RequestRefused)?.code } }
            #expect(codes(try await ask("read", CompanySelection(), scene)) == ["empty"])
            #expect(codes(try await ask("read", nil, scene)) == ["unknown_search"])
            #expect(codes(try await ask("read", CompanySelection(naf: ["43"]), limit: 0, scene)) == ["limit"])
            #expect(codes(try await ask("fetch", CompanySelection(naf: ["43"]), scene)) == ["unknown_action"])
            let begun = try await ask("count", CompanySelection(naf: ["43"]), scene)
            #expect(codes(try await ask("count", CompanySelection(naf: ["43"]), scene)) == ["known"])

            _ = try await ask("stop", nil, scene)
            try await drive(begun, scene)

            #expect(scene.providers.questions.isEmpty)
            #expect(try await state(scene) == "stopped")
        }
    }
}
