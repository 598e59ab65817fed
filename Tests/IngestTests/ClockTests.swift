import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ingest

/// Three years from collection, or from the last contact that came from the prospect; then the contact is erased.
@Suite struct ClockTests {
    /// Ages every contact by so many days.
    private func age(_ days: Int, _ scene: IngestScene) async throws {
        try await scene.pool.transaction { tx in
            _ = try tx.execute(
                """
                UPDATE contacts SET collected_at = collected_at - make_interval(days => $1::integer),
                    keep_until = keep_until - $1::integer
                """,
                Int32(days)
            )
        }
    }

    private func activity(_ lead: LeadRegistered, inbound: Bool, at: Date) -> ActivityLogged {
        ActivityLogged(
            activityID: ActivityID(),
            leadID: lead.leadID,
            companyID: lead.companyID,
            department: lead.department,
            actor: UserID(),
            kind: "call",
            outcome: "reached",
            inbound: inbound,
            at: at
        )
    }

    private func expire(_ scene: IngestScene, at now: Date = Date()) async throws -> [any Event] {
        try await scene.messenger.commit { tx in
            let events = try ExpireContacts.expire(at: now, in: tx)
            return (events, events)
        }
    }

    private func erase(_ events: [any Event], _ scene: IngestScene) async throws {
        try await scene.messenger.commit { tx in
            for message in events.compactMap({ $0 as? PersonErased }) {
                let envelope = Envelope(type: PersonErased.type, subject: message.subject)
                _ = try ErasePerson().handle(Delivery(message: message, envelope: envelope), in: tx)
            }
            return ((), [])
        }
    }

    @Test func onlyAContactThatCameFromTheProspectStartsItAgain() async throws {
        try await withScene { scene in
            try await scene.take([["siren": "732829320", "contact": "Jean", "email": "jean@acme.fr"]])
            try await scene.take(
                [["siren": "732829320", "contact": "Jean", "email": "jean@acme.fr"]],
                department: scene.other
            )
            try await age(500, scene)
            let lead = try #require(
                try await scene.announced(LeadRegistered.self).first { $0.department == scene.department }
            )
            let now = Date()

            try await scene.deliver(RestartClock(), [(activity(lead, inbound: false, at: now), now)])
            #expect(try await scene.count("SELECT count(*) FROM intake.contacts WHERE inbound_at IS NOT NULL") == 0)
            let (word, older) = (
                activity(lead, inbound: true, at: now), activity(lead, inbound: true, at: now - 90 * 86_400)
            )
            // Late and repeated ones end in the same state.
            try await scene.deliver(RestartClock(), [(word, now), (older, now)])
            try await scene.deliver(RestartClock(), [(older, now)])

            #expect(
                try await scene.count(
                    """
                    SELECT count(*) FROM intake.contacts WHERE department_id = 'commercial'
                        AND inbound_at > now() - interval '1 day' AND keep_until >= (now() + interval '3 years')::date - 1
                    """
                ) == 1
            )
            // The other department heard nothing.
            #expect(
                try await scene.count(
                    "SELECT count(*) FROM intake.contacts WHERE department_id = 'export' AND inbound_at IS NULL"
                ) == 1
            )
            let seen = try await scene.database.withSession(role: "filon_operator") { session in
                try await session.transaction(settings: ["filon.departments": "commercial"]) { tx in
                    try tx.query("SELECT count(*) FROM intake.v_contacts WHERE clock_from = inbound_at").first?
                        .value(0, as: Int.self)
                }
            }
            #expect(seen == 1)
        }
    }

    @Test func whoFallsDueIsErasedAnnouncedAndAuditedOnce() async throws {
        try await withScene { scene in
            try await scene.take([
                ["siren": "732829320", "contact": "Jean", "email": "jean@acme.fr", "telephone": "0612345678"],
                ["siren": "552100554", "contact": "Anne", "email": "anne@acme.fr"],
            ])
            try await scene.execute(
                "UPDATE intake.contacts SET keep_until = current_date - 1 WHERE email = 'jean@acme.fr'"
            )

            let events = try await expire(scene)

            let erased = try #require(events.compactMap { $0 as? PersonErased }.first)
            #expect(erased.department == scene.department)
            #expect(erased.reason == "expired" && erased.companyID == nil && erased.addressFingerprints.count == 2)
            let audits = events.compactMap { $0 as? AuditRecorded }
            #expect(audits.map(\.action) == ["contact.expired"] && audits.map(\.department) == [scene.department])
            #expect(audits.allSatisfy { !$0.summary.contains("Jean") && $0.actor == "ingest" })
            // Not a second time while the erasure is under way.
            #expect(try await expire(scene).isEmpty)
            try await erase(events, scene)
            #expect(try await scene.text("SELECT string_agg(name, ' ') FROM intake.contacts") == "Anne")
            #expect(try await expire(scene, at: Date() + 2 * 86_400).isEmpty)
        }
    }

    @Test func anErasureThatWasLostIsAskedForAgainTheNextDay() async throws {
        try await withScene { scene in
            try await scene.take([["siren": "732829320", "contact": "Jean", "email": "jean@acme.fr"]])
            try await scene.execute("UPDATE intake.contacts SET keep_until = current_date - 1")
            #expect(try await expire(scene).count == 2)

            #expect(try await expire(scene, at: Date() + 1.5 * 86_400).count == 2)
        }
    }

    /// The same person, known to another department whose clock still runs: that contact stays.
    @Test func anAddressThatAnotherDepartmentStillKeepsIsNotNamed() async throws {
        try await withScene { scene in
            let row = ["siren": "732829320", "contact": "Jean", "email": "jean@acme.fr"]
            try await scene.take([row])
            try await scene.take([row], department: scene.other)
            try await scene.execute(
                "UPDATE intake.contacts SET keep_until = current_date - 1 WHERE department_id = 'commercial'"
            )

            let events = try await expire(scene)
            try await erase(events, scene)

            #expect(events.compactMap { ($0 as? PersonErased)?.addressFingerprints } == [[]])
            #expect(
                try await scene.text("SELECT string_agg(department_id, ' ') FROM intake.contacts WHERE name = 'Jean'")
                    == "export"
            )
        }
    }

    @Test func aSoleTradersLastContactNamesTheCompanyAndAMailboxOfTheHouseStays() async throws {
        try await withScene { scene in
            try await scene.take([
                ["siren": "732829320", "contact": "Jean", "email": "jean@acme.fr"],
                ["siren": "552100554", "email": "contact@acme.fr"],
            ])
            try await scene.execute("UPDATE intake.companies SET is_sole_trader = true WHERE siren = '732829320'")
            try await scene.execute("UPDATE intake.contacts SET keep_until = current_date - 1")

            let erased = try await expire(scene).compactMap { $0 as? PersonErased }

            #expect(erased.count == 1 && erased.first?.companyID != nil)
        }
    }
}
