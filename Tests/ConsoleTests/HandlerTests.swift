import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Console

@Suite struct HandlerTests {
    @Test func theConsoleHearsWhatTheCatalogueSays() {
        let said = Catalogue.entries.filter { $0.heardBy.contains(.console) }.map(\.type)
        #expect(ConsoleService.handlers.types == said.sorted())
    }

    @Test func aSeededOrganisationEndsTheSameInAnyOrder() async throws {
        let start = Date(timeIntervalSince1970: 1_790_000_000)
        let wishes = [
            Bench.user("a@filon.example", capacity: 1, at: start + 1),
            Bench.user("a@filon.example", capacity: 2, at: start + 2),
            Bench.user("a@filon.example", capacity: 3, at: start + 3),
            Bench.user("b@filon.example", capacity: 9, at: start + 4),
        ]
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<4 {
            let order = (wishes + wishes.prefix(2)).shuffled(using: &generator)
            let bench = try await Bench.make()
            for delivery in order { _ = try await bench.deliver(delivery, to: RegisterUser()) }

            let state = try await bench.rows("SELECT email || ' ' || capacity_per_day FROM people.users ORDER BY email")
            #expect(state == ["a@filon.example 3", "b@filon.example 9"])
            await bench.database.drop()
        }
    }

    @Test func stagesKeepTheLatestWish() async throws {
        let bench = try await Bench.make()
        let start = Date(timeIntervalSince1970: 1_790_000_000)
        let newer = Bench.stage("new", label: "Nouveau", at: start + 10)
        let older = Bench.stage("new", label: "Ancien", at: start)

        _ = try await bench.deliver(newer, to: RegisterStage())
        let late = try await bench.deliver(older, to: RegisterStage())

        #expect(late.map { type(of: $0).type } == [RequestDone.type])
        #expect(try await bench.rows("SELECT label FROM sales.lead_stages") == ["Nouveau"])
        await bench.database.drop()
    }

    @Test func aColleagueOfADepartmentOnItsWayWaitsAndThenIsRefused() async throws {
        let bench = try await Bench.make()
        let asked = Date(timeIntervalSince1970: 1_790_000_000)
        var wish = Bench.user("a@filon.example", capacity: 1, at: asked)
        wish = Delivery(message: wish.message.moved(to: "ailleurs"), envelope: wish.envelope)

        let early = try await bench.outcome(wish, of: RegisterUser(now: { asked + 1 }))
        let late = try await bench.deliver(wish, to: RegisterUser(now: { asked + 100 }))

        guard case .later = early else { throw SceneError("it should wait") }
        #expect((late.first as? RequestRefused)?.code == "user.department_unknown")
        await bench.database.drop()
    }

    @Test func linksAndTokensAreKeptForActiveColleaguesOnly() async throws {
        let bench = try await Bench.make()
        let at = Date(timeIntervalSince1970: 1_790_000_000)
        _ = try await bench.deliver(Bench.user("a@filon.example", capacity: 1, at: at), to: RegisterUser())
        let hash = String(repeating: "ab", count: 32)
        func link(_ email: String, _ hash: String) -> Delivery<SignInLinkRequested> {
            Bench.delivery(
                SignInLinkRequested(actor: "operator", email: email, tokenHash: hash, expiresAt: at + 86_400),
                at: at
            )
        }

        let done = try await bench.deliver(link("a@filon.example", hash), to: KeepSignInLink())
        let unknown = try await bench.deliver(link("x@filon.example", hash), to: KeepSignInLink())
        let malformed = try await bench.deliver(link("a@filon.example", "zz"), to: KeepSignInLink())
        let token = try await bench.deliver(
            Bench.delivery(
                ApiTokenRequested(actor: "operator", name: "n8n", email: "a@filon.example", tokenHash: hash),
                at: at
            ),
            to: KeepApiToken()
        )

        #expect(done.first is RequestDone && token.first is RequestDone)
        #expect((unknown.first as? RequestRefused)?.code == "door.user_unknown")
        #expect((malformed.first as? RequestRefused)?.code == "door.hash_malformed")
        #expect(
            try await bench.rows("SELECT extract(epoch FROM expires_at)::bigint::text FROM admin.sign_in_links")
                == ["1790000900"]
        )
        await bench.database.drop()
    }

    @Test func absencesAreDeclaredOnceAndCancelled() async throws {
        let bench = try await Bench.make()
        let at = Date(timeIntervalSince1970: 1_790_000_000)
        let made = try await bench.deliver(Bench.user("a@filon.example", capacity: 1, at: at), to: RegisterUser())
        let user = try #require((made.first as? UserChanged)?.userID)
        func wish(cancels: AbsenceID? = nil, until: Date) -> Delivery<AbsenceRequested> {
            Bench.delivery(
                AbsenceRequested(
                    actor: "operator",
                    userID: user,
                    department: DepartmentID(rawValue: "nord"),
                    from: at,
                    until: until,
                    cancels: cancels
                ),
                at: at
            )
        }

        let first = try await bench.deliver(wish(until: at + 3600), to: RegisterAbsence())
        let second = try await bench.deliver(wish(until: at + 3600), to: RegisterAbsence())
        let id = try #require((first.first as? AbsenceDeclared)?.absenceID)
        let cancelled = try await bench.deliver(wish(cancels: id, until: at + 3600), to: RegisterAbsence())
        let wrong = try await bench.deliver(wish(until: at - 1), to: RegisterAbsence())

        #expect((second.first as? AbsenceDeclared)?.absenceID == id)
        #expect((cancelled.first as? AbsenceCancelled)?.absenceID == id)
        #expect((wrong.first as? RequestRefused)?.code == "absence.order")
        await bench.database.drop()
    }

    @Test func theAuditLogIsAChainThatCanBeRecomputed() async throws {
        let bench = try await Bench.make()
        let at = Date(timeIntervalSince1970: 1_790_000_000)
        func entry(_ number: Int) -> Delivery<AuditRecorded> {
            Bench.delivery(
                AuditRecorded(
                    actor: "operator",
                    action: "test",
                    object: "user/\(number)",
                    summary: "n° \(number)",
                    at: at
                ),
                at: at
            )
        }
        let first = [entry(1), entry(2), entry(3)]

        _ = try await bench.batch(first, KeepAuditLog())
        _ = try await bench.batch([entry(4)] + first.prefix(1), KeepAuditLog())

        let broken = try await bench.rows(
            """
            SELECT position::text FROM (
                SELECT *, lag(hash) OVER (ORDER BY position) AS before FROM admin.audit_logs) AS a
            WHERE previous_hash IS DISTINCT FROM before OR hash <> admin.audit_hash(
                previous_hash, message_id, at, actor, action, object, department_id, summary)
            """
        )
        #expect(broken.isEmpty)
        #expect(
            try await bench.rows("SELECT object FROM admin.audit_logs ORDER BY position")
                == ["user/1", "user/2", "user/3", "user/4"]
        )
        await bench.database.drop()
    }
}
