import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import InstallationSupport
import MessagingSupport
import Postgres
import Testing

extension JourneyTests {
    /// What people ask and tell about one company, through the real executables and the sandbox's Pappers.
    @Suite(.serialized) struct CompanyJourneyTests {
        @Test func phoneAndOwnFigureAreAskedToldShownAndTakenBack() async throws {
            let filon = try await Installation(settings: ["FILON_PAPPERS_TOKEN": "journey"])
            do {
                try await Self.pass(filon)
            } catch {
                await filon.tearDown()
                throw error
            }
            await filon.tearDown()
        }

        /// The sandbox's company of a case, `9990` and its number.
        private static func siren(_ family: String) throws -> String {
            try #require((0...9).lazy.map { "9990\(family)00\($0)" }.first { (try? SIREN(userInput: $0)) != nil })
        }

        private static func pass(_ filon: Installation) async throws {
            let (known, trader, hidden) = (try siren("01"), try siren("11"), try siren("12"))
            let list = filon.folder.appendingPathComponent("three.csv")
            try Data("siren;contact;email\n\(known);Service achats;achats@exemple.fr\n\(trader);;\n\(hidden);;\n".utf8)
                .write(to: list)
            _ = try await filon.importing(list)
            try await reach(known, trader, hidden, filon)
            try await figure(known, filon)
            try await page(known, filon)
            try await filon.checkOutputs()
        }

        /// The price first; then the answer, paid for once; nothing for who hides.
        private static func reach(
            _ known: String,
            _ trader: String,
            _ hidden: String,
            _ filon: Installation
        ) async throws {
            let preview = try await filon.ask(["company", "look", known, "--reach"])
            #expect(preview["is_sent"] == .bool(false) && preview["reach"] == nil)
            #expect(preview["cost"]?["per_company_cents"] == .integer(50))
            let asked = try await filon.ask(["company", "look", known, "--reach", "--yes"])
            let reach = try #require(asked["reach"])
            #expect(reach["phone"]?.text?.hasPrefix("+331990") == true)
            #expect(reach["email"]?.text == "contact@\(known).exemple.fr")
            #expect(reach["source"]?.text == "pappers" && reach["is_personal_mobile"] == .bool(false))
            let again = try await filon.ask(["company", "look", known, "--reach", "--yes"])
            #expect(again["reach"] == asked["reach"] && again["spent_cents"] == .integer(0))
            let person = try await filon.ask(["company", "look", trader, "--reach", "--yes"])
            #expect(person["reach"]?["is_personal_mobile"] == .bool(true))
            let nobody = try await filon.ask(["company", "look", hidden, "--reach", "--yes"])
            #expect(nobody["reach"] == nil && nobody["exclusion"] != nil && nobody["spent_cents"] == .integer(0))
            await #expect(throws: (any Error).self) {
                try await filon.ask(["company", "look", "552032534", "--reach", "--yes"])
            }
        }

        /// A figure of one's own comes first, beside what is published, and goes again.
        private static func figure(_ known: String, _ filon: Installation) async throws {
            let words = ["company", "turnover", known, "--closing", "2024-12-31"]
            try await filon.ask(words + ["--amount", "98 765 432 €", "--source", "rendez-vous du 20 novembre"])
            let told = try await filon.ask(["explain", "company", known])
            let lead = try #require(told.elements?.first)
            #expect(lead["turnover"]?.elements?.first?["source"]?.text == "person")
            #expect(lead["turnover"]?.elements?.first?["amount_cents"] == .integer(9_876_543_200))
            #expect(lead["clock"]?["contacts"] == .integer(1) && lead["clock"]?["until"] != nil)
            let facts = try #require(lead["evidence"]?["facts"]?.elements)
            let own = try #require(facts.first { $0["source"]?.text == "person" })
            #expect(own["entered_by"]?.text == "operator" && own["note"]?.text == "rendez-vous du 20 novembre")
            #expect(facts.contains { $0["source"]?.text == "ratios_inpi_bce" && $0["period"]?.text == "2024-12-31" })
            #expect(lead["evidence"]?["record"]?["conflicts"]?.elements?.isEmpty == false)
            try await eventually("the score speaks of the colleague's figure") {
                try await filon.sessions.transaction { tx in
                    try tx.query(
                        """
                        SELECT count(*) FROM scoring.companies
                        WHERE siren = $1 AND turnover -> 'years' -> 0 ->> 'source' = 'person'
                        """,
                        known
                    ).first?.value(0, as: Int.self) == 1
                }
            }
            for bad in [["--amount", "-5"], ["--amount", "2000000000000"]] {
                await #expect(throws: (any Error).self) { try await filon.ask(words + bad + ["--source", "x"]) }
            }
            await #expect(throws: (any Error).self) {
                try await filon.ask([
                    "company", "turnover", known, "--closing", "2031-12-31", "--amount", "5", "--source", "x",
                ])
            }
            try await filon.ask(words + ["--remove"])
            let after = try await filon.ask(["explain", "company", known])
            let sources = after.elements?.first?["turnover"]?.elements?.compactMap { $0["source"]?.text } ?? []
            #expect(!sources.isEmpty && !sources.contains("person"))
        }

        /// The lead's page and its API show what was found, and take a figure.
        private static func page(_ known: String, _ filon: Installation) async throws {
            let made = try await filon.tool(["token", "create", "--kind", "api", "--name", "journey", "--json"])
            let token = try #require(try Wire.decode(JSONValue.self, from: [UInt8](made))["token"]?.text)
            let lead = try await filon.sessions.transaction { tx in
                try tx.query(
                    "SELECT l.id FROM intake.leads AS l JOIN intake.companies AS c ON c.id = l.company_id WHERE c.siren = $1",
                    known
                ).values(as: UUID.self).first
            }
            let path = "/api/v1/leads/\(try #require(lead).uuidString.lowercased())"
            let headers: HTTPHeaders = ["authorization": "Bearer \(token)", "content-type": "application/json"]
            let given = try await filon.send(
                .post,
                "console",
                path + "/turnover",
                headers: headers,
                body: Array(#"{"closing_date":"2023-12-31","amount_cents":4200,"months":12,"source":"salon"}"#.utf8)
            )
            #expect(given.status == 202)
            let refused = try await filon.send(
                .post,
                "console",
                path + "/turnover",
                headers: headers,
                body: Array(#"{"closing_date":"2023-12-31","amount_cents":-1,"source":"salon"}"#.utf8)
            )
            #expect(refused.status == 422)
            try await eventually("the lead shows phone and figure") {
                let shown = try await filon.send(.get, "console", path, headers: headers)
                let details = try Wire.decode(JSONValue.self, from: shown.body)["details"]
                return details?["reach"]?["phone"]?.text?.hasPrefix("+331990") == true
                    && details?["told"]?.elements?.first?["amount_cents"] == .integer(4200)
            }
        }
    }
}
