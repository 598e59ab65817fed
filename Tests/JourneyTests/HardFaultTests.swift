import Foundation
import HTTPClient
import InstallationSupport
import MessagingSupport
import Postgres
import Testing

extension JourneyTests {
    /// Providers at their worst before the real executables: each company ends with the right figures or a reason, after
    /// a retry where one helps; never a crash, a wrong number, a company that is lost, or a second payment.
    ///
    /// Within ``JourneyTests``, one after another: installations beside each other take each other's time.
    @Suite(.serialized) struct HardFaultTests {
        /// What is asked of every provider, with a patience and a breaker that fit into a test.
        private static let settings = [
            "FILON_ENRICHMENT_TIMEOUT_SECONDS": "1", "FILON_ENRICHMENT_BREAKER_SECONDS": "1",
            "FILON_SIRENE_TOKEN": "key", "FILON_PAPPERS_TOKEN": "key", "FILON_SOCIETE_COM_TOKEN": "key",
            "FILON_INPI_USER": "filon", "FILON_INPI_PASSWORD": "secret", "FILON_INPI_RATE": "50",
            "FILON_PAPPERS_RATE": "50", "FILON_SOCIETE_COM_RATE": "50", "FILON_SIRENE_RATE": "1000",
            "FILON_SOCIETE_COM_PAGES_URL": "{sandbox}/societe-com-pages", "FILON_SOCIETE_COM_PAGES_RATE": "500",
        ]

        /// One order for each provider; the two without which no company is announced are sound again after some calls.
        private static let rounds: [[String]] = [
            // Sound, so that there is a session at INPI that the faults after it meet; but for pages in tags for machines.
            [#"{"provider":"societe-com-pages","variants":["tagged"]}"#],
            [
                #"{"provider":"recherche-entreprises","fault":"truncated_gzip","times":3}"#,
                #"{"provider":"ratios-inpi-bce","fault":"html_page","times":3}"#,
                #"{"provider":"bodacc","fault":"depth_bomb"}"#,
                #"{"provider":"inpi","fault":"drip","interval_ms":1000}"#,
                #"{"provider":"pappers","fault":"redirect"}"#,
                #"{"provider":"societe-com","fault":"size_bomb","size_bytes":67108864}"#,
            ],
            [
                #"{"provider":"recherche-entreprises","fault":"wrong_charset","times":3}"#,
                #"{"provider":"ratios-inpi-bce","fault":"redirect","times":3}"#,
                #"{"provider":"bodacc","fault":"html_page"}"#,
                #"{"provider":"inpi","fault":"size_bomb","size_bytes":67108864}"#,
                #"{"provider":"pappers","fault":"truncated_gzip"}"#,
                #"{"provider":"societe-com","fault":"depth_bomb"}"#,
            ],
            [
                // Too many, until a date by a clock that is a day off.
                #"{"provider":"recherche-entreprises","status":429,"retry_after":1,"retry_after_as_date":true,"clock_skew":86400,"times":2}"#,
                #"{"provider":"ratios-inpi-bce","fault":"size_bomb","size_bytes":67108864,"times":3}"#,
                #"{"provider":"bodacc","cut":true}"#,
                #"{"provider":"inpi","fault":"wrong_charset"}"#,
                #"{"provider":"pappers","fault":"html_page"}"#,
                #"{"provider":"societe-com","fault":"drip","interval_ms":1000}"#,
            ],
        ]

        @Test func whateverProvidersSendEachCompanyEndsWithItsFiguresOrAReason() async throws {
            try await withFilon { filon in
                for (round, orders) in Self.rounds.enumerated() {
                    for order in orders { try await Self.order(order, filon) }
                    try await filon.submit(
                        try ProspectList.part(600 + round * 8..<608 + round * 8, in: filon.folder)
                    )
                    try await eventually("round \(round) is settled", within: .seconds(90)) {
                        try await filon.sessions.transaction { try LookStore.settled(in: $0) } == 8 * (round + 1)
                    }
                }
                let spent = try await Self.spent(filon)
                #expect(!spent.isEmpty && spent.values.allSatisfy { $0 <= 1 }, "credits: \(spent)")
                _ = try await filon.send(.delete, "provider-sandbox", "/_control", headers: [:])
                try await check(filon, sirens: (600..<632).map(ProspectList.siren))
                let steps = try await filon.sessions.transaction { try LookStore.steps(in: $0) }
                let away = steps.filter { $0.contains(" away ") }
                let reasons = Set(away.compactMap { $0.split(separator: " ").last.map(String.init) })
                #expect(
                    reasons.isSubset(of: [
                        "unreadable", "not_reached", "status_302", "limited", "breaker_open", "login",
                    ]),
                    "\(reasons)"
                )
                for provider in ["societe_com", "societe_com_pages"] {
                    let calls = try await filon.sessions.transaction { try LookStore.calls(of: provider, in: $0) }
                    #expect(calls > 0, "\(provider) was met")
                }
                for provider in ["bodacc", "inpi", "pappers"] {
                    #expect(away.contains { $0.hasPrefix(provider) }, "\(provider): \(steps.sorted())")
                }
                let peak = try #require(await filon.peakMemory["enrichment"])
                #expect(peak < 300, "MiB, with answers of 64 MiB")
            }
        }

        /// The providers' process freezes, goes on, dies and is started again while companies are looked up.
        @Test func providersThatFreezeAndDieLoseNobodyAndAreNotPaidTwice() async throws {
            try await withFilon { filon in
                try await filon.submit(try ProspectList.part(700..<760, in: filon.folder))
                try await asked(20, filon)
                try await filon.pause("provider-sandbox")
                // Longer than a look is patient: what is on its way is lost.
                try await eventually("questions are given up", within: .seconds(60)) { try await Self.lost(filon) > 0 }
                try await filon.resume("provider-sandbox")
                try await eventually("somebody is paid", within: .seconds(60)) {
                    try await !Self.spent(filon).isEmpty
                }
                let before = try await Self.spent(filon)
                try await filon.kill("provider-sandbox")
                let lost = try await Self.lost(filon)
                try await eventually("nobody answers", within: .seconds(60)) { try await Self.lost(filon) > lost }
                try await filon.restartProviders()

                try await eventually("every company is settled", within: .seconds(180)) {
                    try await filon.sessions.transaction { try LookStore.settled(in: $0) } == 60
                }
                let spent = before.merging(try await Self.spent(filon)) { $0 + $1 }
                #expect(!before.isEmpty && spent.values.allSatisfy { $0 <= 1 }, "credits: \(spent)")
                try await check(filon, sirens: (700..<760).map(ProspectList.siren))
            }
        }

        // MARK: What is right

        /// Of each company the figures that the dataset holds, and no others; and nothing was paid for twice.
        private func check(_ filon: Installation, sirens: [String]) async throws {
            var truth: Set<String> = []
            for siren in sirens { truth.formUnion(try await Self.truth(about: siren, filon)) }
            let (found, skipped, twice, dead) = try await filon.sessions.transaction { tx in
                (
                    try LookStore.figures(in: tx), try LookStore.skipped(in: tx), try LookStore.paidTwice(in: tx),
                    try LookStore.deadLetters(in: tx)
                )
            }
            #expect(truth.count > 5 && found.isSubset(of: truth), "wrong: \(found.subtracting(truth))")
            let pages = try await filon.sessions.transaction { try LookStore.pageFigures(in: $0) }
            #expect(pages.allSatisfy { page in truth.contains { Self.rounds($0, to: page) } }, "invented: \(pages)")
            let missing = truth.subtracting(found).filter { !skipped.contains(String($0.prefix(9))) }
            #expect(missing.isEmpty, "left out: \(missing)")
            #expect(twice.isEmpty && dead == 0)
            try await filon.allReady(within: .seconds(60))
        }

        /// Credits that the paid providers counted since they started, by provider and SIREN; a question costs one.
        private static func spent(_ filon: Installation) async throws -> [String: Double] {
            let response = try await filon.get("provider-sandbox", "/_control")
            let all = try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any]
            let providers = all?["providers"] as? [String: Any] ?? all ?? [:]
            var spent: [String: Double] = [:]
            for provider in ["pappers", "societe-com"] {
                let record = try #require(providers[provider] as? [String: Any])
                for (siren, credits) in record["spent_by_siren"] as? [String: Double] ?? [:] {
                    spent["\(provider) \(siren)"] = credits
                }
            }
            return spent
        }

        /// Whether a page's figure is that of the dataset: it is rounded to thousands, and names the year alone.
        private static func rounds(_ exact: String, to page: String) -> Bool {
            let (left, right) = (exact.split(separator: " "), page.split(separator: " "))
            guard left.count == 3, right.count == 3, left[0] == right[0], left[1].prefix(4) == right[1].prefix(4),
                let one = Int64(left[2]), let other = Int64(right[2])
            else { return false }
            return abs(one - other) <= 50_000
        }

        /// `SIREN closing cents`, as the sound provider tells it.
        private static func truth(about siren: String, _ filon: Installation) async throws -> Set<String> {
            let path =
                "/ratios-inpi-bce/api/explore/v2.1/catalog/datasets/ratios_inpi_bce/records?limit=100&where=siren%3D%22\(siren)%22"
            let response = try await filon.get("provider-sandbox", path)
            let reply = try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any]
            let rows = try #require(reply?["results"] as? [[String: Any]])
            return Set(
                rows.compactMap { row in
                    guard row["type_bilan"] as? String != "K", let closing = row["date_cloture_exercice"] as? String,
                        let euros = row["chiffre_d_affaires"] as? Double,
                        euros > 0 || row["confidentiality"] as? String == "Public"
                    else { return nil }
                    return "\(siren) \(closing) \(Int64((euros * 100).rounded()))"
                }
            )
        }

        // MARK: The world

        private func asked(_ calls: Int, _ filon: Installation) async throws {
            try await eventually("\(calls) questions were answered", within: .seconds(60)) {
                try await filon.sessions.transaction {
                    try LookStore.calls(of: "recherche_entreprises", in: $0)
                } >= calls
            }
        }

        private static func lost(_ filon: Installation) async throws -> Int {
            try await filon.sessions.transaction { try LookStore.lost(in: $0) }
        }

        private static func order(_ order: String, _ filon: Installation) async throws {
            let response = try await filon.send(
                .post,
                "provider-sandbox",
                "/_control",
                headers: ["content-type": "application/json"],
                body: Array(order.utf8)
            )
            #expect(response.status == 200, "\(order): \(String(decoding: response.body, as: UTF8.self))")
        }

        private func withFilon(_ body: (Installation) async throws -> Void) async throws {
            let filon = try await Installation(settings: Self.settings)
            do {
                try await body(filon)
            } catch {
                await filon.tearDown()
                throw error
            }
            await filon.tearDown()
        }
    }
}
