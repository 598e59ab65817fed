import Foundation
import Postgres
import TestSupport
import Testing

@testable import Operator

/// The operator's role reads what the services publish, and no more is needed.
struct ViewTests {
    @Test func aLeadThatNobodyHeardOfYetIsWaitedFor() async throws {
        try await Scene.run { scene in
            try await scene.importOfTwoRows(company: UUID(), lead: UUID())

            let groups = try await scene.read { [id = scene.importID] tx in try ProgressStore.groups(of: id, in: tx) }

            let tally = StageTally(groups)
            #expect(tally.stuck.map(\.line) == [2])
            #expect(tally.stuck.map(\.stage) == [.enriching])
            #expect(tally.sentence.hasPrefix("1 of 2 rows settled"))
        }
    }

    /// Two thousand leads under way, in tables that grew faster than anybody analysed them.
    @Test func aLargeImportsProgressReadsEachTableAFewTimesAtMost() async throws {
        try await Scene.run { scene in
            try await scene.importOfTwoRows(company: UUID(), lead: UUID())
            try await scene.manyRows(2_000)
            let before = try await scene.scanned("notification", "messages")

            let groups = try await scene.read { [id = scene.importID] tx in try ProgressStore.groups(of: id, in: tx) }

            #expect(groups.map(\.rows).reduce(0, +) == 2_002)
            #expect(groups.first { $0.facts.told == .underWay }?.rows == 2_000)
            #expect(try await scene.scanned("notification", "messages") - before <= 3 * 4_000)
        }
    }

    @Test func theSummaryTellsAllThatTheServicesPublish() async throws {
        try await Scene.run { scene in
            let (company, lead, owner, decision) = (UUID(), UUID(), UUID(), UUID())
            try await scene.importOfTwoRows(company: company, lead: lead)
            try await scene.settle(company: company, lead: lead, owner: owner, decision: decision)

            let (groups, facts) = try await scene.read { [id = scene.importID] tx in
                (try ProgressStore.groups(of: id, in: tx), try SummaryStore.facts(of: id, in: tx))
            }

            #expect(StageTally(groups).isSettled)
            let summary = SummaryBuilder(facts).summary(seconds: 1, consoleURL: nil)
            let found = try #require(summary.companies.first)
            #expect(found.owner == "sud@filon.example")
            #expect(found.score?.points == 61)
            #expect(found.score?.lines.map(\.points) == [40, 21])
            #expect(found.turnover.map(\.closingDate) == ["2024-12-31", "2023-12-31"])
            #expect(found.turnover.map(\.amountCents) == [690_780_700, 628_000_000])
            #expect(found.decision?.reasons == ["Couvre le 69"])
            #expect(found.notifications.map(\.state) == ["sent"])
            #expect(summary.refused.map(\.line) == [3])
        }
    }

    /// Only the group's accounts give a figure: that is what was scored, and so what is shown.
    @Test func aFigureIsShownBeforeTheAbsenceOfOne() async throws {
        try await Scene.run { scene in
            try await scene.database.withSession { session in
                _ = try await session.query(
                    """
                    INSERT INTO enrichment.turnover (siren, closing_date, kind, source, amount_cents, status, fetched_at)
                    VALUES ('433361193', '2024-12-31', 'social', 'ratios', NULL, 'confidential', now()),
                        ('433361193', '2024-12-31', 'consolidated', 'ratios', 690780700, 'known', now())
                    """
                )
            }

            let years = try await scene.read { tx in try SummaryStore.turnover(of: ["433361193"], in: tx) }

            #expect(years["433361193"]?.map(\.amountCents) == [690_780_700])
        }
    }

    @Test func oneLeadIsExplainedByEachOfItsNames() async throws {
        try await Scene.run { scene in
            let (company, lead, owner, decision) = (UUID(), UUID(), UUID(), UUID())
            try await scene.importOfTwoRows(company: company, lead: lead)
            try await scene.settle(company: company, lead: lead, owner: owner, decision: decision)
            try await scene.advise(lead)

            for subject in [ExplainStore.Subject.lead(lead), .company(company), .siren("433361193")] {
                let found = try await scene.read { tx in try ExplainStore.leads(subject, in: tx) }

                let text = try #require(found.first?.text)
                #expect(text.contains("+40  Petite entreprise"))
                #expect(text.contains("Couvre le 69"))
                #expect(text.contains("Next: call, Tuesday 10–12: Never contacted"))
                #expect(text.contains("at that hour reached 9 of 21, 30 to 55 % (4 in 5)"))
                #expect(
                    text.contains(
                        "playbook Relance: +40.0 points of good ends (+26.5 to +51.7), 80 contacts beside 100"
                    )
                )
                #expect(text.contains("6\u{202F}907\u{202F}807\u{A0}€"))
            }
        }
    }

    @Test func statusCountsEverySchema() async throws {
        try await Scene.run { scene in
            let (schemas, dead) = try await scene.read { tx in
                (try StatusStore.schemas(in: tx), try StatusStore.openDeadLetters(in: tx))
            }

            #expect(schemas.map(\.name).contains("scoring"))
            #expect(schemas.allSatisfy { $0.version > 0 && $0.outbox == 0 && $0.retries == 0 })
            #expect(dead.isEmpty)
        }
    }

    @Test func theFirstAdministratorHoldsTokensThatNameNobody() async throws {
        try await Scene.run { scene in
            #expect(try await scene.read { tx in try DirectoryStore.firstAdministrator(in: tx) } == nil)
            try await scene.database.withSession { session in
                try await session.transaction { tx in
                    try tx.execute("INSERT INTO people.departments (id, name) VALUES ('commercial', 'Commercial')")
                    try tx.execute(
                        """
                        INSERT INTO people.users (id, email, display_name, department_id, role, active)
                        VALUES ($1, 'gone@filon.example', 'A', 'commercial', 'admin', false),
                            ($2, 'admin@filon.example', 'B', 'commercial', 'admin', true)
                        """,
                        UUID(),
                        UUID()
                    )
                }
            }

            #expect(
                try await scene.read { tx in try DirectoryStore.firstAdministrator(in: tx) } == "admin@filon.example"
            )
        }
    }

    @Test func aDepartmentThatIsNotThereIsRefusedWithThoseThatAre() async throws {
        try await Scene.run { scene in
            try await scene.database.withSession { session in
                _ = try await session.query(
                    """
                    INSERT INTO people.departments (id, name, active)
                    VALUES ('rh', 'RH', true), ('commercial', 'Commercial', true), ('export', 'Export', false)
                    """
                )
            }

            let known = try await scene.read { tx in try DirectoryStore.departments(in: tx) }

            #expect(known == ["commercial", "rh"])
            #expect(DepartmentCheck.complaint("commercial", known: known) == nil)
            let complaint = DepartmentCheck.complaint("comercial", known: known)
            #expect(complaint?.contains("no department comercial. There are: commercial, rh.") == true)
            #expect(DepartmentCheck.complaint("export", known: known) != nil)
            #expect(DepartmentCheck.complaint("commercial", known: [])?.contains("filon department add") == true)
        }
    }

    @Test func aSecretsFingerprintIsItsSHA256() async throws {
        try await Scene.run { scene in
            let hash = try await scene.read { tx in try FingerprintStore.sha256(Array("abc".utf8), in: tx) }

            #expect(hash == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
            #expect(Secret().text != Secret().text)
            #expect(Secret().text.count == 43)
        }
    }
}
