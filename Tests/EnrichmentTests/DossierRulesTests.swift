import Contracts
import Foundation
import FrenchBusiness
import Testing

@testable import Enrichment

/// What is announced when providers agree, differ, forbid and correct themselves; pure, so every order is tried.
@Suite struct DossierRulesTests {
    private static let moment = Date(timeIntervalSince1970: 1_790_000_000)
    private let siren: SIREN

    init() throws { siren = try #require(SIREN("552032534")) }

    private func answer(_ provider: String, minutes: Double = 0, _ change: (inout Findings) -> Void) -> Answer {
        var findings = Findings(isFound: true)
        change(&findings)
        return Answer(provider: provider, fetchedAt: Self.moment + minutes * 60, findings: findings)
    }

    private func register(minutes: Double = 0, isDiffusible: Bool = true, _ state: Identity.State = .active) -> Answer {
        answer(ProviderName.rechercheEntreprises, minutes: minutes) {
            var facts = CompanyFacts.unknown
            facts.name = "SOCIÉTÉ"
            facts.legalForm = "5710"
            facts.naf = "58.29C"
            facts.workforceBand = "12"
            $0.identity = Identity(facts: facts, state: state, isDiffusible: isDiffusible)
        }
    }

    private func year(
        _ source: String,
        _ euros: Int64?,
        closing: String = "2024-12-31",
        kind: TurnoverYear.Kind = .social,
        _ change: (inout AccountingYear) -> Void = { _ in }
    ) throws -> AccountingYear {
        var year = AccountingYear(
            closingDate: try #require(CivilDate(parsing: closing)),
            kind: kind,
            source: source,
            months: 12,
            amountCents: euros.map { $0 * 100 },
            status: euros == nil ? .unknown : .known,
            fetchedAt: Self.moment
        )
        change(&year)
        return year
    }

    private func dossier(_ answers: [Answer], ratio: SectorRatio? = nil) -> Dossier {
        let look = Look(siren: siren, answers: answers, away: [], at: Self.moment)
        return DossierRules.merged(nil, [], with: look, ratio: ratio).dossier
    }

    // MARK: Figures

    /// Whose figure is announced, and what is said of the others.
    struct Merge: Sendable, CustomStringConvertible {
        let description: String
        let figures: [(source: String, euros: Int64?, kind: TurnoverYear.Kind)]
        let announced: [Int64?]
        let conflict: String?
    }

    static let merges = [
        Merge(
            description: "the registry before those who resell it",
            figures: [("pappers", 1_000_000, .social), ("inpi", 1_000_400, .social)],
            announced: [1_000_400],
            conflict: nil
        ),
        Merge(
            description: "the official extract before Pappers, a difference of 5 % flagged",
            figures: [("pappers", 1_050_000, .social), ("ratios_inpi_bce", 1_000_000, .social)],
            announced: [1_000_000],
            conflict: "differs"
        ),
        Merge(
            description: "k€ filed as €",
            figures: [("pappers", 1_234_000, .social), ("ratios_inpi_bce", 1_234, .social)],
            announced: [1_234],
            conflict: "unit_suspect"
        ),
        Merge(
            description: "a person's word before everybody's",
            figures: [("person", 900_000, .social), ("inpi", 1_000_000, .social)],
            announced: [900_000],
            conflict: "differs"
        ),
        Merge(
            description: "a figure before none, whoever has none",
            figures: [("inpi", nil, .social), ("societe_com", 500_000, .social)],
            announced: [500_000],
            conflict: nil
        ),
        Merge(
            description: "own accounts before the group's, forty times as large",
            figures: [("inpi", 24_000_000, .consolidated), ("pappers", 600_000, .social)],
            announced: [600_000],
            conflict: nil
        ),
        Merge(
            description: "the group's where there are no others",
            figures: [("inpi", 24_000_000, .consolidated)],
            announced: [24_000_000],
            conflict: nil
        ),
    ]

    @Test(arguments: merges) func figuresAreMergedAsTheRulesSay(_ merge: Merge) throws {
        let answers = try merge.figures.map { figure in
            let year = try year(figure.source, figure.euros, kind: figure.kind)
            return answer(figure.source) { $0.years = [year] }
        }
        for order in [answers, answers.reversed()] {
            let dossier = dossier([register()] + order)
            #expect(dossier.turnover.years.map { $0.amountCents.map { $0 / 100 } } == merge.announced)
            #expect(dossier.record.conflicts.first?.what == merge.conflict)
            if merge.conflict != nil {
                #expect(dossier.record.conflicts.first?.values.count == merge.figures.count, "both are kept")
            }
        }
    }

    /// 1 234 K€ and 1 234 400 € are the same figure; 1 234 K€ and 1 260 000 € are not.
    @Test func aRoundedFigureContradictsNothingWithinItsRounding() throws {
        let rounded = try year(ProviderName.societeCom, 12_000) { $0.precisionCents = 50_000 }
        let exact = try year(ProviderName.ratiosInpiBce, 12_450)
        let far = try year(ProviderName.ratiosInpiBce, 12_700)
        #expect(Doubts.marked([rounded, exact]).allSatisfy { $0.doubt == nil })
        #expect(Doubts.marked([rounded, far]).contains { $0.doubt == .differs })
    }

    @Test func aYearThatTheNextStatementRestatesIsFlagged() throws {
        let before = try year(ProviderName.inpi, 1_000_000, closing: "2023-12-31")
        let agreeing = try year(ProviderName.inpi, 1_100_000, closing: "2024-12-31") { $0.previousCents = 100_000_000 }
        let restating = try year(ProviderName.inpi, 1_100_000, closing: "2024-12-31") { $0.previousCents = 80_000_000 }
        #expect(Doubts.marked([before, agreeing]).allSatisfy { $0.doubt == nil })
        #expect(Doubts.marked([before, restating]).first { $0.closingDate == before.closingDate }?.doubt == .restated)
    }

    @Test func aSourceWithoutClosingDaysGivesWayToOneThatHasThem() throws {
        let june = try year(ProviderName.ratiosInpiBce, 500_000, closing: "2024-06-30")
        let assumed = try year(ProviderName.societeCom, 500_000, closing: "2024-12-31")
        let dossier = dossier([
            register(), answer(ProviderName.societeCom) { $0.years = [assumed] },
            answer(ProviderName.ratiosInpiBce) { $0.years = [june] },
        ])
        #expect(dossier.turnover.years.map(\.closingDate.text) == ["2024-06-30"])
    }

    // MARK: Law

    @Test func threeStopsAreIndependentOfOneAnother() throws {
        let pappers = answer(ProviderName.pappers) { $0.isOpposed = true }
        let inpi = answer(ProviderName.inpi) { $0.isOpposed = true }
        #expect(dossier([register(isDiffusible: false)]).exclusion?.code == "not_diffusible")
        #expect(dossier([register(), pappers]).exclusion?.code == "commercial_opposition")
        #expect(dossier([register(), inpi]).exclusion?.code == "register_opposition")
        #expect(
            dossier([register(), inpi, pappers, register(minutes: 1, isDiffusible: false)]).record.stops.count == 3
        )

        // One that is lifted leaves the others standing.
        var lifted = dossier([register(), inpi, pappers])
        lifted =
            DossierRules.merged(
                lifted,
                [],
                with: Look(
                    siren: siren,
                    answers: [answer(ProviderName.inpi, minutes: 9) { $0.isOpposed = false }],
                    away: [],
                    at: Self.moment + 540
                )
            ).dossier
        #expect(lifted.exclusion?.code == "commercial_opposition")
    }

    private func proceeding(_ kind: Proceeding.Kind, _ since: String, until: String? = nil) throws -> Proceeding {
        Proceeding(
            kind: kind,
            since: try #require(CivilDate(parsing: since)),
            until: until.flatMap { CivilDate(parsing: $0) }
        )
    }

    @Test(arguments: [
        ("liquidation", "liquidation"), ("struck_off", "struck_off"), ("receivership", nil), ("safeguard", nil),
    ])
    func whoIsInLiquidationLeavesAndWhoIsInReceivershipIsFlagged(kind: String, end: String?) throws {
        let open = try proceeding(try #require(Proceeding.Kind(rawValue: kind)), "2026-03-02")
        let dossier = dossier([register(), answer(ProviderName.bodacc) { $0.proceedings = [open] }])
        #expect(dossier.end?.reason == end)
        let event = dossier.event(for: CompanyID())
        if end != nil {
            #expect((event as? CompanyCeased)?.source == "bodacc")
        } else {
            #expect((event as? CompanyEnriched)?.proceeding?.kind == kind)
        }
    }

    @Test func aProceedingThatEndedOrWasWithdrawnHoldsNobody() throws {
        let closed = try proceeding(.liquidation, "2020-01-01", until: "2021-01-01")
        #expect(dossier([register(), answer(ProviderName.bodacc) { $0.proceedings = [closed] }]).end == nil)
        // The bulletin withdraws its notice: the next answer is without it.
        let open = try proceeding(.liquidation, "2026-03-02")
        let first = dossier([register(), answer(ProviderName.bodacc) { $0.proceedings = [open] }])
        let next = Look(
            siren: siren,
            answers: [answer(ProviderName.bodacc, minutes: 5) { _ in }],
            away: [],
            at: Self.moment + 300
        )
        #expect(DossierRules.merged(first, [], with: next).dossier.end == nil)
    }

    @Test func theBulletinsWordStandsBeforeASellers() throws {
        let open = try proceeding(.liquidation, "2026-03-02")
        let seller = answer(ProviderName.pappers) { $0.proceedings = [open] }
        #expect(dossier([register(), seller]).end?.reason == "liquidation")
        #expect(dossier([register(), answer(ProviderName.bodacc) { _ in }, seller]).end == nil)
    }

    @Test func aCompanyThatReopensIsAnnouncedAgain() {
        let ceased = dossier([register(.ceased)])
        #expect(ceased.end?.reason == "ceased")
        let back = Look(siren: siren, answers: [register(minutes: 10)], away: [], at: Self.moment + 600)
        #expect(DossierRules.merged(ceased, [], with: back).dossier.end == nil)
    }

    @Test func anotherProvidersWordOnStateIsADoubtAndNoEnd() {
        let seller = answer(ProviderName.pappers) {
            $0.identity = Identity(facts: .unknown, state: .ceased, isDiffusible: true)
        }
        let dossier = dossier([register(), seller])
        #expect(dossier.end == nil && dossier.record.stateDoubt == "pappers")
        #expect(dossier.facts.name == "SOCIÉTÉ", "the register's identity stands")
    }

    @Test func aDossierFromBeforeThereWasARecordKeepsItsEndAndItsStop() throws {
        var old = Dossier(siren: siren, at: Self.moment)
        old.end = Dossier.End(reason: "ceased", on: nil, source: "recherche_entreprises")
        let json = try Wire.encode(old)
        #expect(!String(decoding: json, as: UTF8.self).contains("kept"))
        let read = try Wire.decode(Dossier.self, from: json)
        let look = Look(siren: siren, answers: [answer(ProviderName.bodacc) { _ in }], away: [], at: Self.moment)
        #expect(DossierRules.merged(read, [], with: look).dossier.end?.reason == "ceased")
    }

    // MARK: Status and estimate

    @Test func confidentialIsAStateAndItsBoundAnEstimate() throws {
        let closing = CivilDate(parsing: "2024-12-31")
        let hidden = answer(ProviderName.bodacc) { $0.deposits = [Deposit(closingDate: closing, hidden: .everything)] }
        let dossier = dossier([register(), hidden])
        #expect(dossier.turnover.status == "confidential" && dossier.turnover.reason == "accounts_confidential")
        #expect(dossier.turnover.years.isEmpty)
        let estimate = try #require(dossier.turnover.estimate)
        #expect(estimate.highCents == 90_000_000, "décret 2024-152: a micro-enterprise's limit")
        #expect((estimate.lowCents...estimate.highCents).contains(estimate.amountCents))
    }

    @Test func theWorkforceByItsSectorGivesAnInterval() throws {
        let dossier = dossier([register()])
        // 20 to 49 people, software publishing: 116 k€ a head [71, 186].
        let estimate = try #require(dossier.turnover.estimate)
        #expect(estimate.method == "workforce")
        #expect(estimate.amountCents == 11_600_000 * 69 / 2)
        #expect(estimate.lowCents == 20 * 7_100_000 && estimate.highCents == 49 * 18_600_000)
        #expect(dossier.turnover.status == "not_filed", "an estimate is no published figure")
    }

    @Test func aSectorThatTooFewAreKnownOfSaysNothing() {
        let few = SectorRatio(division: "62", perHead: .init(lower: 1, median: 2, upper: 3), companies: 29)
        #expect(SectorRatio.best(few, for: "62") == nil)
        #expect(SectorRatio.best(few, for: "58") == .softwarePublishing)
    }

    @Test func aStaleYearIsMovedByItsSectorsGrowth() throws {
        let stale = try year(ProviderName.ratiosInpiBce, 1_000_000, closing: "2023-12-31")
        var ratio = SectorRatio(division: "58", perHead: .init(lower: 1, median: 2, upper: 3), companies: 100)
        ratio.growth = .init(lower: -1000, median: 1000, upper: 2000)
        let dossier = dossier([register(), answer(ProviderName.ratiosInpiBce) { $0.years = [stale] }], ratio: ratio)
        let estimate = try #require(dossier.turnover.estimate)
        #expect(dossier.turnover.status == "known")
        #expect(estimate.method == "last_year" && estimate.amountCents == 133_100_000)
        #expect(estimate.lowCents == 72_900_000 && estimate.highCents == 172_800_000)
    }

    @Test func aNullNeverOverwritesAValueInWhicheverOrderLooksArrive() throws {
        let known = try year(ProviderName.ratiosInpiBce, 500_000)
        var gone = try year(ProviderName.ratiosInpiBce, nil)
        gone.fetchedAt += 3600
        let looks = [known, gone].enumerated().map { index, year in
            Look(
                siren: siren,
                answers: [register(minutes: Double(index)), answer(ProviderName.ratiosInpiBce) { $0.years = [year] }],
                away: [],
                at: Self.moment
            )
        }
        for order in [looks, looks.reversed()] {
            var state: (dossier: Dossier?, years: [AccountingYear]) = (nil, [])
            for look in order {
                let merged = DossierRules.merged(state.dossier, state.years, with: look)
                state = (merged.dossier, merged.years)
            }
            #expect(state.dossier?.turnover.years.map(\.amountCents) == [50_000_000])
        }
    }
}
