import Foundation
import HTTPClient
import InstallationSupport
import MessagingSupport
import Postgres
import TestSupport
import Testing

extension JourneyTests {
    /// Every provider is a stranger's server that speaks the documented shapes (`Tests/Strangers/providers.py`): each
    /// company gets the right turnover by year with its source and date, or the right reason; nothing is paid for twice,
    /// whoever is killed.
    ///
    /// Within ``JourneyTests``, one after another: installations beside each other take each other's time.
    @Suite(.serialized) struct StrangerProviderTests {
        /// What the stranger knows of a company, and what is to come of it.
        private struct Case {
            let name: String
            /// Members of the stranger's file beside SIREN and name; nil: he does not know the company.
            let facts: String?
            let status: String
            /// `closing cents source`, the latest first
            var turnover: [String] = []
            /// Reason of an exclusion.
            var excluded: String?
            /// Whether Pappers may be paid for it.
            var paid = 0
        }

        private static let form = #""form":"5710","created":"2010-05-01","employees":"02","category":"PME","state":"A""#

        private static let cases = [
            Case(
                name: "PUBLIC",
                facts: form
                    + #","years":[{"closing":"2025-12-31","kind":"C","turnover":510000,"result":1},{"closing":"2024-12-31","kind":"C","turnover":480000,"result":1}]"#,
                status: "known",
                turnover: ["2025-12-31 51000000 ratios_inpi_bce", "2024-12-31 48000000 ratios_inpi_bce"]
            ),
            Case(
                name: "AU RNE SEUL",
                facts: form
                    + #","years":[{"closing":"2025-06-30","kind":"C","turnover":812000,"result":1,"deposited":"2025-12-20","only":["inpi"]}]"#,
                status: "known",
                turnover: ["2025-06-30 81200000 inpi"]
            ),
            Case(
                name: "CHEZ PAPPERS SEUL",
                facts: form
                    + #","years":[{"closing":"2025-12-31","kind":"C","turnover":77000,"result":1,"only":["pappers"]}]"#,
                status: "known",
                turnover: ["2025-12-31 7700000 pappers"],
                paid: 1
            ),
            Case(
                name: "CONFIDENTIEL PAR AVIS",
                facts: form
                    + #","notices":[{"id":"C20260120456","family":"dpc","published":"2026-07-01","closing":"2025-12-31","confidential":true}]"#,
                status: "confidential"
            ),
            Case(
                name: "CONFIDENTIEL PAR LIGNE",
                facts: form
                    + #","years":[{"closing":"2025-12-31","kind":"S","turnover":90000,"result":1,"hidden":"result","only":["ratios"]}]"#,
                status: "confidential",
                turnover: ["2025-12-31 -1 ratios_inpi_bce"]
            ),
            Case(name: "SANS COMPTES", facts: form, status: "not_filed", paid: 1),
            Case(
                name: "ARTISAN",
                facts: #""form":"1000","created":"2012-01-01","state":"A""#,
                status: "not_applicable"
            ),
            Case(
                name: "FERMÉE",
                facts: #""form":"5710","created":"2012-01-01","state":"C","ceased":"2024-03-01""#,
                status: "unknown",
                excluded: "ceased"
            ),
            Case(
                name: "EN LIQUIDATION",
                facts: form
                    + #","notices":[{"id":"A20260110123","family":"collective","published":"2026-06-02","nature":"Jugement d'ouverture de liquidation judiciaire","ruled":"2026-05-28"}]"#,
                status: "unknown",
                excluded: "liquidation"
            ),
            Case(
                name: "NON DIFFUSIBLE",
                facts: #""form":"5710","created":"2012-01-01","state":"A","diffusion":"P""#,
                status: "unknown",
                excluded: "not_diffusible"
            ),
            Case(
                name: "OPPOSÉE CHEZ PAPPERS",
                facts: form + #","opposed":true"#,
                status: "unknown",
                excluded: "commercial_opposition",
                paid: 1
            ),
            Case(
                name: "OPPOSÉE AU RNE",
                facts: form + #","commercial_use":false"#,
                status: "unknown",
                excluded: "register_opposition"
            ),
            Case(
                name: "EN REDRESSEMENT",
                facts: form
                    + #","years":[{"closing":"2025-12-31","kind":"C","turnover":300000,"result":1}],"notices":[{"id":"A20260110124","family":"collective","published":"2026-06-02","nature":"Jugement d'ouverture d'une procédure de redressement judiciaire","ruled":"2026-05-28"}]"#,
                status: "known",
                turnover: ["2025-12-31 30000000 ratios_inpi_bce"]
            ),
            Case(name: "INCONNUE DE TOUS", facts: nil, status: "unknown"),
        ]

        private static func siren(_ index: Int) -> String { ProspectList.siren(800 + index) }

        @Test func everyCompanyGetsItsTurnoverWithItsSourceOrItsReason() async throws {
            try await withStranger { stranger, filon in
                let outcome = try await filon.importing(try list(in: filon.folder), patience: 120)

                for (index, expected) in Self.cases.enumerated() {
                    let company = try #require(
                        outcome.companies.first { $0.siren == Self.siren(index) },
                        "\(expected.name)"
                    )
                    let turnover = company.turnover.map { "\($0.closingDate) \($0.amountCents ?? -1) \($0.source)" }
                    #expect(turnover == expected.turnover, "\(expected.name)")
                    if expected.excluded == nil {
                        #expect(company.turnoverStatus == expected.status, "\(expected.name)")
                        #expect(company.state != "excluded", "\(expected.name)")
                    } else {
                        #expect(
                            company.state == "excluded" && company.reason?.code == expected.excluded,
                            "\(expected.name)"
                        )
                        #expect(company.owner == nil && company.notifications.isEmpty, "\(expected.name)")
                    }
                }
                let paid = try await stranger.payments(to: "pappers")
                for (index, expected) in Self.cases.enumerated() {
                    #expect(paid[Self.siren(index)] ?? 0 == expected.paid, "\(expected.name)")
                }
                try await explained(by: filon)
            }
        }

        /// The proof, what was tried, what it cost and what is next, for the one that was paid for.
        private func explained(by filon: Installation) async throws {
            let text = String(decoding: try await filon.tool(["explain", "company", Self.siren(2)]), as: UTF8.self)
            for word in [
                "turnover", "2025-12-31", "pappers", "0,10", "Conflicts: none", "recherche_entreprises by_siren: found",
                "opencorporates by_siren: skipped (registered)", "Next:", "all steps:", "Licence Ouverte",
            ] {
                #expect(text.contains(word), "\(word) in:\n\(text)")
            }
            let json = try await filon.tool(["explain", "company", Self.siren(2), "--json"])
            let leads = try #require(try JSONSerialization.jsonObject(with: json) as? [[String: Any]])
            let evidence = try #require(leads.first?["evidence"] as? [String: Any])
            #expect(evidence["spent_cents"] as? Int == 10)
            let providers = String(decoding: try await filon.tool(["provider", "check"]), as: UTF8.self)
            #expect(providers.contains("pappers") && providers.contains("valid"), "\(providers)")
        }

        /// Enrichment dies again and again while it looks; the stranger counts what he was paid.
        @Test func whoeverIsKilledNothingIsPaidTwiceAndNobodyIsLost() async throws {
            try await withStranger { stranger, filon in
                try await filon.submit(try list(in: filon.folder))
                for round in 1...4 {
                    let wanted = round * 3
                    try await eventually("some were asked about", within: .seconds(60)) {
                        try await stranger.calls() >= wanted * 3
                    }
                    try await filon.kill("enrichment")
                    try await filon.restart("enrichment")
                }
                try await eventually("every company is announced", within: .seconds(120)) {
                    try await announced(filon) == Self.cases.count
                }
                for provider in ["pappers", "societe"] {
                    let paid = try await stranger.payments(to: provider)
                    #expect(paid.values.allSatisfy { $0 == 1 }, "\(provider): \(paid)")
                }
            }
        }

        private func announced(_ filon: Installation) async throws -> Int {
            try await filon.sessions.transaction { tx in
                try tx.query("SELECT count(*) FROM enrichment.companies WHERE announced_at IS NOT NULL").values(
                    as: Int.self
                )
            }.first ?? 0
        }

        // MARK: The world

        private func list(in folder: URL) throws -> URL {
            let rows = Self.cases.indices.map { "\(Self.siren($0));Prospect \($0);69003;LYON" }
            let file = folder.appendingPathComponent("list.csv")
            let text = "siren;nom;code_postal;ville\n" + rows.joined(separator: "\n") + "\n"
            try Data(text.utf8).write(to: file)
            return file
        }

        private func withStranger(_ body: (StrangerProviders, Installation) async throws -> Void) async throws {
            let companies = Self.cases.enumerated().compactMap { index, one in
                one.facts.map {
                    #"{"siren":"\#(Self.siren(index))","name":"\#(one.name)","postcode":"69003","town":"LYON",\#($0)}"#
                }
            }
            let stranger = try await StrangerProviders(
                companies: "{\"companies\":[\(companies.joined(separator: ","))]}"
            )
            do {
                var settings = stranger.addresses
                for name in ["SIRENE", "PAPPERS", "OPENCORPORATES", "SOCIETE_COM"] {
                    settings["FILON_\(name)_TOKEN"] = "key"
                }
                settings["FILON_INPI_USER"] = "filon"
                settings["FILON_INPI_PASSWORD"] = "secret"
                for name in ["BODACC", "INPI", "PAPPERS", "SOCIETE_COM"] { settings["FILON_\(name)_RATE"] = "50" }
                let filon = try await Installation(settings: settings)
                do {
                    try await body(stranger, filon)
                } catch {
                    await filon.tearDown()
                    throw error
                }
                await filon.tearDown()
            } catch {
                await stranger.end()
                throw error
            }
            await stranger.end()
        }
    }
}
