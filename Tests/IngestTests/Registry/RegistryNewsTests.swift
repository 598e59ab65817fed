import Contracts
import Foundation
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ingest

/// What a load of the universe changes about companies that are held is told to enrichment, once.
@Suite struct RegistryNewsTests {
    private let a = "732829320", b = "552100554", c = "356000000"

    private func later(_ siren: String, day: Int = 11, _ changes: [String: String] = [:]) -> [String: String] {
        let time = ["dateDernierTraitementUniteLegale": "2026-01-\(String(format: "%02d", day))T04:05:06"]
        return StockFile.unit(siren, time.merging(changes) { $1 })
    }

    /// SIRENs that enrichment is asked about now, in order.
    private func told(_ scene: IngestScene) async throws -> [String] {
        try await scene.messenger.commit { tx in
            let events = try TellRegisterChanges.tell(in: tx)
            let asked = events.compactMap { $0 as? EnrichmentRequested }
            #expect(asked.count == events.count)
            #expect(asked.allSatisfy { $0.reason == "register_changed" && $0.wanted == nil })
            let sirens = try tx.query(
                "SELECT siren FROM companies WHERE id = ANY($1::uuid[]) ORDER BY siren",
                asked.map(\.companyID.rawValue)
            ).values(as: String.self)
            return (sirens, [])
        }
    }

    private func hold(_ sirens: [String], _ scene: IngestScene) async throws {
        try await scene.take(sirens.map { ["siren": $0] })
    }

    @Test func aDaysDifferencesTellWhoCeasedOrHidAndNobodyElse() async throws {
        try await withScene { scene in
            try await scene.load(StockFile.text([StockFile.unit(a), StockFile.unit(b), StockFile.unit(c)]))
            try await hold([a, b], scene)
            #expect(try await told(scene) == [])

            let changes = [
                later(a, ["statutDiffusionUniteLegale": "P"]), later(b, ["denominationUniteLegale": "RENAMED"]),
                later(c, ["etatAdministratifUniteLegale": "C"]),
            ]
            try await scene.load(StockFile.text(changes), changes: true)

            #expect(try await told(scene) == [a])
            #expect(try await told(scene) == [])
            try await scene.load(StockFile.text(changes), changes: true)
            #expect(try await told(scene) == [])
            try await scene.load(
                StockFile.text([later(b, day: 12, ["etatAdministratifUniteLegale": "C"])]),
                changes: true
            )
            #expect(try await told(scene) == [b])
        }
    }

    @Test func anOlderDifferenceIsNoNews() async throws {
        try await withScene { scene in
            try await scene.load(StockFile.text([later(a, day: 20)]))
            try await hold([a], scene)

            try await scene.load(
                StockFile.text([later(a, day: 11, ["etatAdministratifUniteLegale": "C"])]),
                changes: true
            )

            #expect(try await told(scene) == [])
        }
    }

    @Test func aStockTellsWhatItChangesAndAFirstOneOnlyWhatForbids() async throws {
        try await withScene { scene in
            try await hold([a, b, c], scene)
            let hidden = ["statutDiffusionUniteLegale": "P"]
            try await scene.load(
                StockFile.text([later(a), later(b, hidden), later(c, ["etatAdministratifUniteLegale": "C"])])
            )
            #expect(try await told(scene) == [c, b].sorted())

            try await scene.load(StockFile.text([later(a, day: 30, hidden), later(b, day: 30), later(c, day: 30)]))
            #expect(try await told(scene) == [a, b, c].sorted())
        }
    }

    @Test func whoObjectedIsNotLookedAtForIt() async throws {
        try await withScene { scene in
            try await scene.load(StockFile.text([StockFile.unit(a)]))
            try await hold([a], scene)
            try await scene.execute("UPDATE intake.companies SET opposed_at = now()")

            try await scene.load(StockFile.text([later(a, ["etatAdministratifUniteLegale": "C"])]), changes: true)

            #expect(try await told(scene) == [])
        }
    }
}
