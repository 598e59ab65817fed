import Contracts
import Foundation
import Identification
import Postgres
import TestSupport
import Testing

@testable import Enrichment

/// The labelled list again (`Tests/Fixtures/identification`), this time with candidates from the database, as the
/// service finds them.
@Suite struct RegistryLookupTests {
    @Test func whatTheDatabaseOffersIsRightAsOften() async throws {
        let rows = try Self.table("rows.csv")
        try await Scene().run { scene in
            try await Self.fill(scene)
            var (taken, right, findable, seconds) = (0, 0, 0, 0.0)
            var wrong: [String] = []
            for row in rows where row["code_postal"] != nil {
                let sought = SoughtCompany(
                    name: row["nom"],
                    postcode: row["code_postal"],
                    city: row["ville"],
                    naf: row["naf"],
                    domain: row["domaine"].flatMap { SiteName.domain(of: $0) },
                    phoneZone: row["zone"].flatMap { Int($0) }
                )
                guard let query = RegistryQuery(sought) else { continue }
                let start = Date()
                let found = try await scene.pool.transaction { tx in try RegistryStore.find(query, in: tx) }
                seconds += Date().timeIntervalSince(start)
                let answer = Identification.decide(sought, among: found, isComplete: false)
                if row["siren"] != nil { findable += 1 }
                guard answer.verdict == .certain else { continue }
                taken += 1
                if answer.candidates.first?.company.siren == row["siren"] {
                    right += 1
                } else {
                    wrong.append(
                        "\(row["nom"] ?? "") \(row["code_postal"] ?? "") → \(answer.candidates[0].company.names[0])"
                    )
                }
            }
            let milliseconds = seconds * 1000 / Double(rows.count)
            print(
                "identification in the database: \(findable) findable, \(taken) taken, \(taken - right) wrongly, "
                    + String(format: "%.1f ms a row", milliseconds)
            )
            #expect(Double(right) / Double(max(1, taken)) >= 0.99, "\(wrong.joined(separator: "\n"))")
            #expect(Double(right) / Double(max(1, findable)) >= 0.55)
        }
    }

    @Test func theLookUpReadsTheIndexOfWords() async throws {
        try await Scene().run { scene in
            try await Self.fill(scene)
            let plan = try await scene.database.withSession { session in
                try await session.execute(unchecked: "ANALYZE intake.registry")
                try await session.execute(unchecked: "SET enable_seqscan = off")
                return try await session.query(
                    """
                    EXPLAIN SELECT * FROM intake.v_registry
                    WHERE to_tsvector('simple', 'd' || departement || ' ' || name) @@ to_tsquery('simple', 'd35 & garage')
                    """
                ).values(as: String.self).joined(separator: "\n")
            }
            #expect(plan.contains("registry_words"))
        }
    }

    private static func fill(_ scene: Scene) async throws {
        let companies = try table("registry.csv")
        try await scene.database.withSession { session in
            try await session.transaction { tx in
                _ = try tx.execute(
                    """
                    INSERT INTO intake.registry (siren, name, legal_form, naf, postcode, city, departement, state, diffusion)
                    SELECT siren, name, form, naf, postcode, city,
                        CASE WHEN postcode LIKE '97%' THEN left(postcode, 3) ELSE left(postcode, 2) END, state, 'O'
                    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
                        AS r (siren, name, form, naf, postcode, city, state)
                    """,
                    companies.map { $0["siren"] ?? "" },
                    companies.map { $0["name"] ?? "" },
                    companies.map { $0["form"] },
                    companies.map { $0["naf"] },
                    companies.map { $0["postcode"] },
                    companies.map { $0["city"] },
                    companies.map { $0["state"] ?? "A" }
                )
            }
        }
    }

    private static func table(_ name: String) throws -> [[String: String]] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/identification/\(name)")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: ";", omittingEmptySubsequences: false) }
        return lines.dropFirst().map { cells in
            Dictionary(zip(lines[0], cells).map { (String($0), String($1)) }) { first, _ in first }
                .filter { !$0.value.isEmpty }
        }
    }
}
