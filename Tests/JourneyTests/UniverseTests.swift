import Contracts
import Foundation
import InstallationSupport
import MessagingSupport
import Postgres
import Testing

extension JourneyTests {
    /// The Sirene universe with the real tool and the real ingest: loaded, killed in the middle, searched, made prospects of.
    ///
    /// Within ``JourneyTests``, one after another: installations beside each other take each other's time.
    @Suite(.serialized) struct UniverseTests {
        @Test func theUniverseSurvivesAKilledLoadAndBecomesProspects() async throws {
            let filon = try await Installation()
            do {
                try await load(filon)
                try await killedInTheMiddle(filon)
                try await selected(filon)
                try await filon.checkOutputs()
            } catch {
                await filon.tearDown()
                throw error
            }
            await filon.tearDown()
        }

        private func load(_ filon: Installation) async throws {
            let units = try Self.file(filon, "units.csv", Self.units(rows: 60))
            let report = try await filon.ask(["import", "sirene", units])
            #expect(report["stored"] == .integer(60) && report["registry_rows"] == .integer(60))
            let places = try Self.file(filon, "places.csv", Self.places(rows: 60))
            #expect(try await filon.ask(["import", "sirene", places, "--establishments"])["stored"] == .integer(60))
            let change = try Self.file(filon, "change.csv", Self.units(rows: 1, name: "CHANGED", day: 20))
            #expect(try await filon.ask(["import", "sirene", change, "--changes"])["updated"] == .integer(1))
            let other = try Self.file(filon, "other.csv", "siren,nom\n1,2\n")
            let refusal = await #expect(throws: Tool.Failed.self) { try await filon.tool(["import", "sirene", other]) }
            #expect(refusal?.description.contains("StockUniteLegale") == true)
        }

        /// SIGKILL of ingest while the file arrives: the tool says so, and the universe is the one of before.
        private func killedInTheMiddle(_ filon: Installation) async throws {
            let before = try await Self.registry(filon)
            let large = try Self.file(filon, "large.csv", Self.units(rows: 400_000, name: "LARGE"))
            async let outcome = Self.outcome { try await filon.tool(["import", "sirene", large]) }
            try await eventually("the stock is being copied", within: .seconds(60)) { try await Self.copies(filon) > 0 }
            try await filon.kill("ingest")
            #expect(await outcome == false)
            #expect(try await Self.registry(filon) == before)
            try await filon.restart("ingest")
            #expect(try await Self.registry(filon) == before)
        }

        private func selected(_ filon: Installation) async throws {
            let found = try await filon.ask([
                "registry", "search", "--naf", "43.3", "--departement", "69", "--limit", "7",
            ])
            #expect(found["units"]?.elements?.count == 7)
            #expect(found["count"]?["value"] == .integer(60))
            let selection = try await filon.ask(["registry", "select", "--name", "menuiserie", "--limit", "12"])
            #expect(selection["selected"] == .integer(12) && selection["more"] == .bool(true))
            #expect(selection["import"]?["created"] == .integer(12))
            let again = try await filon.ask(["registry", "select", "--name", "menuiserie", "--limit", "12"])
            #expect(again["import"] == selection["import"], "the same selection is the same import")
            let refusal = await #expect(throws: Tool.Failed.self) {
                try await filon.tool(["registry", "search", "--naf", "boulangerie"])
            }
            #expect(refusal?.description.contains("naf") == true)
        }

        // MARK: Files

        private static func units(rows: Int, name: String = "MENUISERIE", day: Int = 10) -> String {
            var text =
                "siren,statutDiffusionUniteLegale,dateCreationUniteLegale,trancheEffectifsUniteLegale,"
                + "dateDernierTraitementUniteLegale,categorieEntreprise,etatAdministratifUniteLegale,nomUniteLegale,"
                + "denominationUniteLegale,categorieJuridiqueUniteLegale,activitePrincipaleUniteLegale,"
                + "nomenclatureActivitePrincipaleUniteLegale\n"
            for row in 1...rows {
                text +=
                    "\(siren(row)),O,2010-03-01,01,2026-01-\(day)T04:05:06,PME,A,,\(name) \(row),5499,43.32A,NAFRev2\n"
            }
            return text
        }

        private static func places(rows: Int) -> String {
            var text =
                "siren,nic,siret,statutDiffusionEtablissement,dateDernierTraitementEtablissement,etablissementSiege,"
                + "codePostalEtablissement,libelleCommuneEtablissement,codeCommuneEtablissement\n"
            for row in 1...rows {
                text += "\(siren(row)),00010,\(siren(row))00010,O,2026-01-10T04:05:06,true,69003,LYON,69383\n"
            }
            return text
        }

        /// With its key.
        private static func siren(_ number: Int) -> String {
            var (rest, sum, digits) = (number, 0, "")
            for place in 0..<8 {
                let digit = rest % 10
                rest /= 10
                let doubled = place % 2 == 0 ? digit * 2 : digit
                sum += doubled > 9 ? doubled - 9 : doubled
                digits = "\(digit)" + digits
            }
            return digits + "\((10 - sum % 10) % 10)"
        }

        private static func file(_ filon: Installation, _ name: String, _ text: String) throws -> String {
            let file = filon.folder.appendingPathComponent(name)
            try Data(text.utf8).write(to: file)
            return file.path
        }

        // MARK: What stands in the database

        private static func registry(_ filon: Installation) async throws -> String {
            try await filon.sessions.transaction { tx in
                try tx.query(
                    "SELECT count(*) || ' ' || md5(string_agg(siren || name, '' ORDER BY siren)) FROM intake.registry"
                )
                .first?.value(0) ?? ""
            }
        }

        private static func copies(_ filon: Installation) async throws -> Int {
            try await filon.sessions.transaction { tx in
                try tx.query(
                    """
                    SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND query LIKE 'COPY registry_stage%' AND state = 'active'
                    """
                ).first?.value(0) ?? 0
            }
        }

        /// Whether it ended well.
        private static func outcome(_ body: () async throws -> Data) async -> Bool {
            do {
                _ = try await body()
                return true
            } catch {
                return false
            }
        }
    }
}
