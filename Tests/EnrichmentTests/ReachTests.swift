import Contracts
import Foundation
import FrenchBusiness
import Postgres
import TestSupport
import Testing

@testable import Enrichment

/// Phone, e-mail and site: paid for once, where somebody asks, and neither asked for nor kept where nobody may be reached.
@Suite struct ReachTests {
    private static let siren = "552032534"
    private static let turnover = ["2025-12-31": 500_000]

    private static func reach(_ question: LocalProvider.Question) -> LocalProvider.Reply {
        .answer(
            """
            {"siren":"\(question.siren)","nom_entreprise":"X","telephone":"0299123456","email":"Contact@x.example",\
            "sites_internet":["https://x.example"]}
            """
        )
    }

    private func scene(
        unit: [String: String] = [:],
        _ reply: @escaping @Sendable (LocalProvider.Question) -> LocalProvider.Reply = { ReachTests.reach($0) }
    ) async throws -> Scene {
        try await Scene(others: [ProviderName.pappers]) { question in
            question.target.hasPrefix("/pappers")
                ? reply(question) : .company(question, unit: unit, turnover: Self.turnover)
        }
    }

    private func paid(_ scene: Scene) -> Int { scene.providers.questions.count { $0.target.hasPrefix("/pappers") } }
    private func read(_ scene: Scene) -> Int { scene.providers.questions.count { $0.target.hasPrefix("/re") } }

    /// `phone|email|site` as readers see it.
    private func shown(_ scene: Scene) async throws -> [String] {
        try await scene.database.withSession(role: "filon_operator") { session in
            try await session.transaction { tx in
                try tx.query("SELECT concat_ws('|', phone, email, site, source) FROM enrichment.v_reach")
                    .values(as: String.self)
            }
        }
    }

    private static func fingerprint(_ text: String, _ scene: Scene) async throws -> String {
        let found = try await scene.pool.transaction { tx in
            try tx.query("SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex')", text).values(as: String.self)
        }
        return try #require(found.first)
    }

    @Test func whoAsksPaysOnceAndOnlyForThat() async throws {
        try await scene().run { scene in
            let company = CompanyID()
            let first = try #require(try await scene.registered(Self.siren, company: company).enriched.first)
            #expect(first.reach == nil && paid(scene) == 0)
            scene.time.advance(by: 60)

            // Facts looked up a minute ago are no answer to a question that was not put.
            let asked = try #require(try await scene.requested(company, wanted: ["reach"]).enriched.first)

            #expect(asked.reach?.phone == "+33299123456" && asked.reach?.site == "x.example")
            #expect(asked.reach?.source == "pappers" && asked.reach?.isPersonalMobile == false)
            #expect(paid(scene) == 1)
            scene.time.advance(by: 86_400)
            let again = try #require(try await scene.requested(company, wanted: ["reach"]).enriched.first)
            #expect(again.reach?.phone == "+33299123456" && paid(scene) == 1)
            #expect(try await shown(scene) == ["+33299123456|Contact@x.example|x.example|pappers"])
        }
    }

    /// Whether a company may be prospected is read again before its number is bought.
    @Test func theRegisterIsReadAgainBeforeMoneyIsSpent() async throws {
        let isHidden = Flag()
        try await Scene(others: [ProviderName.pappers]) { question in
            if question.target.hasPrefix("/pappers") { return Self.reach(question) }
            let unit = isHidden.isSet ? ["statut_diffusion": "\"P\""] : [:]
            return .company(question, unit: unit, turnover: Self.turnover)
        }.run { scene in
            let company = CompanyID()
            try await scene.registered(Self.siren, company: company)
            isHidden.set()
            scene.time.advance(by: 86_400)

            let asked = try #require(try await scene.requested(company, wanted: ["reach"]).enriched.first)

            #expect(asked.exclusion?.code == "not_diffusible" && asked.reach == nil)
            #expect(paid(scene) == 0 && read(scene) == 2)
        }
    }

    @Test func whoObjectedIsNeitherAskedAboutNorShown() async throws {
        try await scene().run { scene in
            let company = CompanyID()
            try await scene.registered(Self.siren, company: company)
            _ = try await scene.requested(company, wanted: ["reach"])
            let objection = ObjectionRecorded(scope: "company", companyID: company, source: "phone", at: scene.time.now)
            try await scene.handle(objection, by: HeedObjection())

            #expect(try await shown(scene) == [])
            #expect(try await scene.texts("SELECT field FROM facts WHERE field IN ('phone', 'email', 'site')") == [])
            let answer = try await scene.requested(company, wanted: ["reach"])
            #expect(answer.refusals == ["opposed"])
            #expect(paid(scene) == 1)
        }
    }

    @Test(arguments: ["+33299123456", "contact@x.example"])
    func anAddressThatSomebodyObjectedToIsDroppedAndDoesNotComeBack(_ address: String) async throws {
        try await scene().run { scene in
            let (before, after) = (CompanyID(), CompanyID())
            try await scene.registered(Self.siren, company: before)
            _ = try await scene.requested(before, wanted: ["reach"])
            let objection = ObjectionRecorded(
                scope: "address",
                addressFingerprint: try await Self.fingerprint(address, scene),
                source: "mail",
                at: scene.time.now
            )
            try await scene.handle(objection, by: HeedObjection())
            #expect(try await shown(scene) == [])

            // Another company gives the same switchboard.
            try await scene.registered("732829320", company: after)
            let asked = try #require(try await scene.requested(after, wanted: ["reach"]).enriched.first)

            #expect(asked.reach?.site == "x.example")
            #expect((asked.reach?.phone == nil) == address.hasPrefix("+"))
            #expect((asked.reach?.email == nil) == address.contains("@"))
        }
    }

    @Test func whatFellDueByTheClockMayBeCollectedAgain() async throws {
        try await scene().run { scene in
            let company = CompanyID()
            try await scene.registered(Self.siren, company: company)
            _ = try await scene.requested(company, wanted: ["reach"])
            let erased = PersonErased(
                contactID: ContactID(),
                addressFingerprints: [try await Self.fingerprint("+33299123456", scene)],
                at: scene.time.now,
                reason: PersonErased.expired
            )
            try await scene.handle(erased, by: ForgetPerson())

            #expect(try await shown(scene) == [])
            #expect(try await scene.texts("SELECT 'kept' FROM silenced") == [])
        }
    }

    /// Two colleagues ask in the same moment, and enrichment's own round with them: nobody waits for ever.
    @Test func everybodyWhoAsksInABatchIsAnswered() async throws {
        try await scene().run { scene in
            let company = CompanyID()
            try await scene.registered(Self.siren, company: company)
            scene.time.advance(by: 86_400)
            let (look, reach) = (
                EnrichmentRequested(companyID: company, actor: "anna", reason: "by hand"),
                EnrichmentRequested(companyID: company, actor: "boris", reason: "by hand", wanted: ["reach"])
            )
            let own = EnrichmentRequested(companyID: company, actor: Jobs.actor, reason: "facts_aged")

            let answers = try await scene.answers(
                to: [look, reach, look, own],
                from: EnrichRequested(enricher: scene.plan.enricher)
            )

            #expect(answers.map(\.enriched.count) == [1, 1, 1, 0])
            #expect(answers.allSatisfy { $0.enriched.allSatisfy { $0.reach?.phone == "+33299123456" } })
            #expect(paid(scene) == 1)
        }
    }

    @Test func whoMayNotAskIsRefusedBesideOneWhoMay() async throws {
        try await scene().run { scene in
            let company = CompanyID()
            try await scene.registered(Self.siren, company: company)
            let objection = ObjectionRecorded(scope: "company", companyID: company, source: "phone", at: scene.time.now)
            try await scene.handle(objection, by: HeedObjection())
            let (look, reach) = (
                EnrichmentRequested(companyID: company, actor: "anna", reason: "by hand"),
                EnrichmentRequested(companyID: company, actor: "boris", reason: "by hand", wanted: ["reach"])
            )

            let answers = try await scene.answers(
                to: [look, reach],
                from: EnrichRequested(enricher: scene.plan.enricher)
            )

            #expect(answers.map(\.enriched.count) == [1, 0])
            #expect(answers[1].refusals == ["opposed"])
        }
    }

    @Test func whatIsNotKnownIsRefusedWithAWord() async throws {
        try await scene().run { scene in
            let answer = try await scene.requested(CompanyID(), wanted: ["reach"])
            #expect(answer.refusals == ["unknown_company"])
            #expect(paid(scene) == 0)
        }
    }

    @Test func aCeilingStopsTheQuestionAndTheTrailSaysSo() async throws {
        try await scene().run { scene in
            let waterfall = """
                {"perCompanyCents":20,"days":{},"steps":[
                {"provider":"recherche_entreprises","question":"by_siren","unless":[],"priceCents":0,"onlyWhenAsked":false,"mayBeMissed":false},
                {"provider":"pappers","question":"reach","unless":["excluded"],"priceCents":30,"perDayCents":1000,"onlyWhenAsked":true,"mayBeMissed":true}]}
                """
            _ = try await scene.answer(
                to: WaterfallRequested(actor: "test", expected: 2, document: waterfall),
                by: PublishWaterfall()
            )
            let company = CompanyID()
            try await scene.registered(Self.siren, company: company)

            let asked = try #require(try await scene.requested(company, wanted: ["reach"]).enriched.first)

            #expect(asked.reach == nil && paid(scene) == 0)
            #expect(
                try await scene.texts(
                    """
                    SELECT (t ->> 'outcome') || ' ' || (t ->> 'reason')
                    FROM dossiers, jsonb_array_elements(body -> 'kept' -> 'trail') AS t WHERE t ->> 'question' = 'reach'
                    """
                ) == ["budget company_budget"]
            )
        }
    }

    /// The day's differences say that a company changed: its status is read again at once, and nothing else is.
    @Test func aChangeInTheRegisterIsReadAtOnce() async throws {
        let isHidden = Flag()
        try await Scene { question in
            .company(question, unit: isHidden.isSet ? ["statut_diffusion": "\"P\""] : [:], turnover: Self.turnover)
        }.run { scene in
            let company = CompanyID()
            try await scene.registered(Self.siren, company: company)
            let asked = scene.providers.questions.count
            isHidden.set()
            scene.time.advance(by: 5 * 86_400)
            let request = EnrichmentRequested(
                companyID: company,
                actor: "ingest",
                reason: EnrichmentRequested.registerChanged
            )

            let events = try await scene.deliver([request], to: EnrichRequested(enricher: scene.plan.enricher))

            #expect(events.enriched.first?.exclusion?.code == "not_diffusible")
            let since = scene.providers.questions.dropFirst(asked)
            #expect(since.count { $0.target.hasPrefix("/re") } == 1)
            #expect(since.count { $0.isAboutTurnover } == 0)
        }
    }

    /// Before a lead is handed out the register is read again, unless that was done a moment ago; and nothing else is.
    @Test func anAgedStatusIsReadAgainOnce() async throws {
        try await Scene { .company($0, turnover: Self.turnover) }.run { scene in
            let company = CompanyID()
            let first = try #require(try await scene.registered(Self.siren, company: company).enriched.first)
            #expect(first.statusReadAt == first.factsAt)
            let asked = scene.providers.questions.count
            scene.time.advance(by: 20 * 86_400)
            let request = EnrichmentRequested(
                companyID: company,
                actor: "assignment",
                reason: EnrichmentRequested.statusAged
            )
            let handler = EnrichRequested(enricher: scene.plan.enricher)

            let read = try #require(try await scene.deliver([request], to: handler).enriched.first?.statusReadAt)
            scene.time.advance(by: 3600)
            let again = try #require(try await scene.deliver([request], to: handler).enriched.first?.statusReadAt)

            #expect(read > first.factsAt.addingTimeInterval(19 * 86_400) && again == read)
            let since = scene.providers.questions.dropFirst(asked)
            #expect(since.count { $0.target.hasPrefix("/re") } == 1)
            #expect(since.count { $0.isAboutTurnover } == 0)
        }
    }
}
