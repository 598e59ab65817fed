import Contracts
import Foundation
import HTTPClient
import Hummingbird
import Postgres
import TestSupport
import Testing

@testable import Console

@Suite struct APITests {
    @Test func withoutAValidTokenNothingIsAnswered() async throws {
        try await Scene.run { scene in
            let none = try await scene.send(.get, "/api/v1/users")
            let wrong = try await scene.send(.get, "/api/v1/users", ["Authorization": "Bearer \(Secret.make())"])
            let caller = try await scene.caller(for: Scene.admin)
            try await scene.database.withSession { session in
                _ = try await session.query("UPDATE admin.api_tokens SET revoked_at = now()")
            }
            let revoked = try await caller.call(.get, "/users")

            #expect([none.status, wrong.status, revoked.status] as [Int] == [401, 401, 401])
            #expect(none.headers["Content-Type"] == "application/problem+json")
            #expect(none["code"] == "unauthorized" && none["status"] == 401)
        }
    }

    @Test func aColleagueIsAddedChangedAndDeactivated() async throws {
        try await Scene.run { scene in
            let caller = try await scene.caller(for: Scene.admin)
            let added = try await caller.call(
                .post,
                "/users",
                [
                    "email": "Nina@Filon.Example", "display_name": "Nina", "department": "sud", "role": "sales",
                    "capacity_per_day": 10, "zones": ["59", "2A"], "skills": ["F"],
                ]
            )
            let id = try #require(added["id"]?.text)
            scene.clock.advance(by: 1)
            let changed = try await caller.call(.patch, "/users/\(id)", ["capacity_per_day": 4])
            scene.clock.advance(by: 1)
            let gone = try await caller.call(.delete, "/users/\(id)")

            #expect(added.status == 201 && added["email"] == "nina@filon.example")
            #expect(added["zones"] == ["2A", "59"])
            #expect(changed["capacity_per_day"] == 4 && changed["version"] == 2)
            #expect(gone.status == 200 && gone["active"] == false)
            #expect(try await scene.announced(UserChanged.self).map(\.version) == [1, 2, 3])
            #expect(try await scene.announced(UserChanged.self).map(\.active) == [true, true, false])
        }
    }

    @Test func wrongColleaguesAreRefusedWithTheField() async throws {
        try await Scene.run { scene in
            let caller = try await scene.caller(for: Scene.admin)
            func add(_ changes: [String: JSONValue]) async throws -> Answer {
                var body: [String: JSONValue] = [
                    "email": "n@filon.example", "display_name": "N", "department": "sud", "role": "sales",
                ]
                body.merge(changes) { $1 }
                return try await caller.call(.post, "/users", .object(body))
            }

            #expect(try await add(["email": "pas une adresse"])["field"] == "email")
            #expect(try await add(["zones": ["999"]])["code"] == "user.zone_unknown")
            #expect(try await add(["skills": ["Z"]])["code"] == "user.skill_unknown")
            #expect(try await add(["role": "roi"])["code"] == "user.role_unknown")
            #expect(try await add(["department": "ailleurs"])["code"] == "user.department_unknown")
            #expect(try await add(["capacity_per_day": -1])["code"] == "user.capacity_range")
            #expect(try await add(["email": "anna@filon.example"]).status == 409)
            #expect(try await add(["capacity_per_day": "dix"]).status == 400)
            #expect(try await scene.announced(UserChanged.self).isEmpty)
        }
    }

    @Test func aManagerKeepsTheOwnDepartmentOnlyAndMakesNoAdministrators() async throws {
        try await Scene.run { scene in
            let manager = try await scene.caller(for: Scene.chloe)
            let sales = try await scene.caller(for: Scene.anna)
            func add(_ role: String, _ department: String) async throws -> Int {
                try await manager.call(
                    .post,
                    "/users",
                    [
                        "email": .string("\(role)-\(department)@filon.example"), "display_name": "N",
                        "department": .string(department), "role": .string(role),
                    ]
                ).status
            }

            #expect(try await add("sales", "nord") == 201)
            #expect(try await add("sales", "sud") == 403)
            #expect(try await add("admin", "nord") == 403)
            #expect(try await manager.call(.patch, "/users/\(Scene.admin)", ["active": false]).status == 403)
            #expect(try await manager.call(.get, "/users/\(Scene.boris)").status == 404)
            #expect(try await sales.call(.get, "/users").status == 403)
            let boris = try await manager.call(
                .post,
                "/users",
                ["email": "boris@filon.example", "display_name": "N", "department": "nord", "role": "sales"]
            )
            #expect(boris.status == 409)
        }
    }

    @Test func listsComeInPagesByKey() async throws {
        try await Scene.run { scene in
            for number in 1...5 { _ = try await scene.lead("Société \(number)", priority: number % 2) }
            let admin = try await scene.caller(for: Scene.admin)
            let anna = try await scene.caller(for: Scene.anna)
            var names: [String] = []
            var path = "/leads?limit=2&owner=me"
            for _ in 1...3 {
                let page = try await anna.call(.get, path)
                #expect(page.status == 200)
                for index in 0..<max(0, page.count(of: "items")) {
                    if let name = page["items.\(index).name"]?.text { names.append(name) }
                }
                guard let next = page["next"]?.text else { break }
                path = "/leads?limit=2&owner=me&after=\(next)"
            }
            let users = try await admin.call(.get, "/users?limit=3")
            let rest = try await admin.call(.get, "/users?limit=3&after=\(users["next"]?.text ?? "")")

            #expect(Set(names).count == 5 && names.count == 5)
            #expect(users.count(of: "items") == 3 && rest.count(of: "items") == 1)
            #expect(rest["next"] == nil)
            #expect(try await anna.call(.get, "/leads?limit=0").status == 400)
            #expect(try await anna.call(.get, "/leads?after=x").status == 400)
        }
    }

    @Test func leadsAreFoundByAFoldedPartOfTheName() async throws {
        try await Scene.run { scene in
            _ = try await scene.lead("Électricité Cœur de Ville")
            _ = try await scene.lead("Boulangerie 100% Pain")
            let caller = try await scene.caller(for: Scene.anna)

            #expect(try await caller.call(.get, "/leads?q=coeur%20de")["items.0.name"] == "Électricité Cœur de Ville")
            #expect(try await caller.call(.get, "/leads?q=100%25%20p").count(of: "items") == 1)
            #expect(try await caller.call(.get, "/leads?q=%25%25%25").count(of: "items") == 0)
        }
    }

    @Test func aLeadIsReadWholeAndItsLinesSum() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let caller = try await scene.caller(for: Scene.anna)

            let read = try await caller.call(.get, "/leads/\(lead.id)")

            #expect(read["lead.points"] == 42)
            let sum = (0..<read.count(of: "details.lines")).reduce(Int64(0)) { sum, index in
                if case .integer(let points) = read["details.lines.\(index).points"] { sum + points } else { sum }
            }
            #expect(sum == 42)
            #expect(read["details.years.0.amount_cents"] == 23_000_000)
        }
    }

    @Test func anAbsenceIsDeclaredListedAndTakenBack() async throws {
        try await Scene.run { scene in
            let manager = try await scene.caller(for: Scene.chloe)
            let body: JSONValue = [
                "user_id": .string(Scene.anna.uuidString), "from": "2026-12-01T08:00:00Z",
                "until": "2026-12-08T08:00:00Z",
            ]
            let made = try await manager.call(.post, "/absences", body)
            let again = try await manager.call(.post, "/absences", body)
            let id = try #require(made["id"]?.text)
            let listed = try await manager.call(.get, "/absences?user_id=\(Scene.anna)")
            let cancelled = try await manager.call(.delete, "/absences/\(id)")
            let other = try await manager.call(
                .post,
                "/absences",
                [
                    "user_id": .string(Scene.boris.uuidString), "from": "2026-12-01T08:00:00Z",
                    "until": "2026-12-08T08:00:00Z",
                ]
            )
            let backwards = try await manager.call(
                .post,
                "/absences",
                [
                    "user_id": .string(Scene.anna.uuidString), "from": "2026-12-08T08:00:00Z",
                    "until": "2026-12-01T08:00:00Z",
                ]
            )

            #expect(made.status == 201 && again["id"]?.text == id)
            #expect(listed.count(of: "items") == 1)
            #expect(cancelled.status == 204)
            #expect(try await manager.call(.get, "/absences").count(of: "items") == 0)
            #expect(other.status == 422 && backwards["code"] == "absence.order")
            #expect(try await scene.announced(AbsenceCancelled.self).map(\.absenceID.description) == [id])
        }
    }

    @Test func departmentsAreKeptByWhoMay() async throws {
        try await Scene.run { scene in
            let admin = try await scene.caller(for: Scene.admin)
            let manager = try await scene.caller(for: Scene.chloe)

            let made = try await admin.call(.post, "/departments", ["id": "ouest", "name": "Ouest"])
            scene.clock.advance(by: 1)
            let renamed = try await admin.call(.patch, "/departments/ouest", ["name": "Grand Ouest"])

            #expect(made.status == 201 && renamed["name"] == "Grand Ouest" && renamed["version"] == 2)
            #expect(try await admin.call(.post, "/departments", ["id": "ouest", "name": "X"]).status == 409)
            #expect(try await admin.call(.patch, "/departments/nulle-part", ["name": "X"]).status == 404)
            #expect(try await manager.call(.post, "/departments", ["id": "est", "name": "Est"]).status == 403)
            #expect(try await manager.call(.get, "/departments").count(of: "items") == 3)
            #expect(try await scene.announced(DepartmentChanged.self).map(\.name) == ["Ouest", "Grand Ouest"])
        }
    }

    @Test func bodiesBeyondAMebibyteAreRefused() async throws {
        try await Scene.run { scene in
            let caller = try await scene.caller(for: Scene.admin)

            let refused = try await caller.call(
                .post,
                "/departments",
                ["id": "ouest", "name": .string(String(repeating: "x", count: 1_100_000))]
            )

            #expect(refused.status == 413 && refused["code"] == "body.too_large")
        }
    }

    @Test func openAPIListsEveryRouteAndEveryReferenceResolves() async throws {
        try await Scene.run { scene in
            let document = try await scene.send(.get, "/api/openapi.json")
            let caller = try await scene.caller(for: Scene.admin)

            #expect(document.status == 200)
            #expect(document["openapi"] == "3.1.0")
            guard case .object(let paths) = document["paths"],
                case .object(let schemas) = document["components.schemas"]
            else { throw SceneError("no paths") }
            let described = paths.flatMap { path, methods -> [String] in
                if case .object(let fields) = methods { fields.keys.map { "\($0) \(path)" } } else { [] }
            }
            let operations = API(web: scene.web).operations
            #expect(Set(described) == Set(operations.map { "\($0.method.rawValue.lowercased()) /api/v1\($0.path)" }))
            #expect(described.count == operations.count && operations.count >= 17)
            for match in document.body.matches(of: #/#\/components\/schemas\/([A-Za-z]+)/#) {
                #expect(schemas[String(match.1)] != nil, "\(match.1)")
            }
            for operation in operations where operation.method == .get && !operation.path.contains("{") {
                #expect(try await caller.call(.get, operation.path).status == 200, "\(operation.path)")
            }
        }
    }
}
