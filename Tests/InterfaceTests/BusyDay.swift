import Contracts
import Foundation
import HTTPClient
import InstallationSupport
import MessagingSupport
import Postgres

/// What people, lists and clocks do on a day on which nearly everything happens.
struct BusyDay {
    /// Draws often, and a report that is due at once.
    static let settings = ["FILON_ASSIGNMENT_DRAW_SECONDS": "2", "FILON_PIPELINE_REPORT_AT": "00:00"]

    let filon: Installation

    func pass() async throws {
        _ = try await filon.importing(ProspectList.demonstration)
        let token = try await secret(["token", "create", "--kind", "api", "--name", "journée"])
        let api = API(filon: filon, token: token)
        try await sell(api)
        try await keepHouse(api)
        try await importForSmallTeams()
        try await changeAndUndo()
        try await mindProviders()
        try await changeRules()
        try await holdModel()
        try await stagnate()
    }

    /// Activities, and deals to every end.
    private func sell(_ api: API) async throws {
        let leads = try await api.leads("owned")
        guard leads.count >= 4 else { throw Missing("owned leads") }
        try await api.call(.post, "/leads/\(leads[0])/activities", ["kind": "call", "outcome": "reached"])
        for (index, stage) in ["contacted", "won", "lost", "proposal"].enumerated() {
            let opened = try await api.call(
                .post,
                "/deals",
                ["lead_id": .string(leads[index]), "title": "Affaire \(index)", "amount_cents": 1_250_000]
            )
            guard let id = opened["id"]?.text else { throw Missing("a deal's id") }
            var wish: JSONValue = ["version": 1, "stage": .string(stage)]
            if stage == "lost" { wish = ["version": 1, "stage": "lost", "lost_reason": "budget"] }
            try await api.call(.patch, "/deals/\(id)", wish)
            guard stage == "contacted" else { continue }
            try await api.call(.patch, "/deals/\(id)", ["version": 2, "expected_close": "2026-12-31"])
        }
        guard let unknown = try await api.leads("to_identify").first else { throw Missing("a lead to identify") }
        try await api.call(.post, "/leads/\(unknown)/siren", ["siren": .string(ProspectList.siren(7))])
    }

    /// Colleagues come, go and are away.
    private func keepHouse(_ api: API) async throws {
        try await api.call(.patch, "/departments/finance", ["name": "Finances"])
        let users = try await api.call(.get, "/users?department=commercial")["items"]?.elements ?? []
        func id(_ email: String) throws -> String {
            guard let id = users.first(where: { $0["email"]?.text == email })?["id"]?.text else { throw Missing(email) }
            return id
        }
        let absence = try await api.call(
            .post,
            "/absences",
            [
                "user_id": .string(try id("nord@filon.example")), "from": "2027-03-01T08:00:00Z",
                "until": "2027-03-05T17:00:00Z",
            ]
        )
        guard let declared = absence["id"]?.text else { throw Missing("an absence's id") }
        try await api.call(.delete, "/absences/\(declared)")
        try await filon.tool(["user", "link", "manager@filon.example"])
        // Nobody has this address.
        _ = try? await filon.tool([
            "token", "create", "--kind", "api", "--name", "x", "--user", "personne@filon.example",
        ])
        // Her leads go to a colleague who works everywhere.
        try await api.call(
            .post,
            "/users",
            [
                "email": "renfort@filon.example", "display_name": "Renfort", "department": "commercial",
                "role": "sales", "capacity_per_day": 1000,
            ]
        )
        try await api.call(.delete, "/users/\(try id("sud@filon.example"))")
    }

    /// An operator switches a provider off and on, publishes what is in force anew, counts companies, chooses nobody for a company, tells
    /// what they know of another, and a day passes for the notices.
    private func mindProviders() async throws {
        for action in ["stop", "start"] { try await filon.tool(["provider", action, "opencorporates"]) }
        let waterfall = filon.folder.appendingPathComponent("waterfall.json")
        try await filon.tool(["waterfall", "show"]).write(to: waterfall)
        try await filon.tool(["waterfall", "publish", waterfall.path, "--from", "2"])
        try await filon.tool([
            "company", "turnover", "775695901", "--closing", "2024-12-31", "--amount", "1 250 000 €", "--source",
            "salon",
        ])
        try await filon.tool(["import", "search", "--naf", "F", "--departement", "69,13", "--dry-run"])
        // Whoever is not to be chosen for is refused; the request has been made all the same.
        _ = try? await filon.tool(["identify", "choose", UUID().uuidString, "none"])
        try await filon.sessions.transaction { tx in
            try tx.execute("UPDATE enrichment.watches SET due_at = now() - interval '1 minute'")
        }
    }

    /// Other rules are put in force, a second time from the version of before, and taken back.
    private func changeRules() async throws {
        try await filon.tool(["rules", "publish", "tpe-pme-v2"])
        // Whoever was too slow is refused; the request has been made all the same.
        _ = try? await filon.tool(["rules", "publish", "grandes-entreprises-v1", "--from", "1"])
        try await filon.tool(["rescore", "--wait"])
        try await filon.tool(["rules", "rollback"])
        try await filon.tool(["rescore", "--wait"])
    }

    /// What the day's deals taught is held in force, and let go.
    private func holdModel() async throws {
        try await eventually("a model serves", within: .seconds(60)) {
            (try? await filon.tool(["model", "show"])) != nil
        }
        try await filon.tool(["model", "rollback", "1"])
        try await filon.tool(["model", "resume"])
    }

    /// One team with room for one lead, and one with nobody.
    private func importForSmallTeams() async throws {
        for (team, name) in [("petit", "Petite équipe"), ("vide", "Équipe vide")] {
            try await filon.tool(["department", "add", team, name])
        }
        try await filon.tool([
            "user", "add", "solo@filon.example", "Solo", "--department", "petit", "--capacity", "1",
        ])
        // The address of the one who gets a lead does not exist.
        let refusal: JSONValue = ["reply": 550, "times": 1]
        _ = try await filon.send(.post, "mail-sink", "/_control", headers: [:], body: try Wire.encode(refusal))
        for team in ["petit", "vide"] {
            let list = try file("\(team).csv", rows: (0..<4).map { "\(ProspectList.siren($0));Générée \($0);69003;;;" })
            try await filon.tool([
                "import", "companies", list.path, "--department", team, "--wait", "--patience", "60",
            ])
        }
    }

    /// A second list knows more of a company, brings one more, and is taken back.
    private func changeAndUndo() async throws {
        let list = try file(
            "second.csv",
            rows: [
                "\(ProspectList.siren(0));Générée 0;69007;LYON;;", "\(ProspectList.siren(900));Passagère;69003;LYON;;",
            ]
        )
        let token = try await secret([
            "token", "create", "--kind", "ingest", "--name", "retour", "--department", "petit", "--source", "salon",
        ])
        let headers: HTTPHeaders = ["authorization": "Bearer \(token)", "content-type": "text/csv"]
        let taken = try await filon.send(
            .post,
            "ingest",
            "/v1/imports?filename=second.csv",
            headers: headers,
            body: [UInt8](try Data(contentsOf: list))
        )
        guard let id = try Wire.decode(JSONValue.self, from: taken.body)["id"]?.text else { throw Missing("an import") }
        try await eventually("the second list is through", within: .seconds(60)) {
            let report = try await filon.send(.get, "ingest", "/v1/imports/\(id)", headers: headers)
            return try Wire.decode(JSONValue.self, from: report.body)["status"]?.text == "done"
        }
        _ = try await filon.send(.post, "ingest", "/v1/imports/\(id)/undo", headers: headers)
    }

    /// Deals that nobody moves, until the monitor says so.
    private func stagnate() async throws {
        try await eventually("the monitor knows the open deals") {
            try await filon.sessions.transaction { tx in try ClockStore.openDeals(in: tx) } == 2
        }
        try await filon.sessions.transaction { tx in try ClockStore.letTwoMonthsPass(in: tx) }
    }

    private func secret(_ command: [String]) async throws -> String {
        let output = try await filon.tool(command + ["--json"])
        guard let token = try Wire.decode(JSONValue.self, from: [UInt8](output))["token"]?.text else {
            throw Missing("a token")
        }
        return token
    }

    private func file(_ name: String, rows: [String]) throws -> URL {
        let file = filon.folder.appending(path: name)
        let header = "siren;nom;code_postal;ville;telephone;email"
        try Data(([header] + rows).joined(separator: "\n").appending("\n").utf8).write(to: file)
        return file
    }

    struct Missing: Error, CustomStringConvertible {
        let description: String
        init(_ what: String) { description = "missing: \(what)" }
    }
}
