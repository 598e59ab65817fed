import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres
import Testing

@testable import Ingest

@Suite struct IdentificationTests {
    private let now = Date(timeIntervalSince1970: 1_790_000_000)
    private let row = ["nom": "Menuiserie fictive du Canal", "code_postal": "31000", "ville": "Toulouse"]

    @Test func aRowWithoutSirenIsAskedAboutWithAZoneAndADomainOfItsContactsAndNoMore() async throws {
        try await withScene { scene in
            try await scene.take([
                row.merging([
                    "telephone": "05 36 49 10 84", "email": "jean.dupont@menuiserie-canal.fr", "contact": "Jean Dupont",
                ]) { $1 }
            ])
            try await scene.take([row.merging(["siren": "552032534", "nom": "Danone"]) { $1 }])

            let asked = try await scene.announced(IdentificationRequested.self)
            #expect(asked.count == 1)
            #expect(asked.first?.name == "Menuiserie fictive du Canal" && asked.first?.postcode == "31000")
            #expect(asked.first?.domain == "menuiserie-canal.fr" && asked.first?.phoneZone == 5)
            let everything = try Wire.encode(try #require(asked.first))
            // The identity is random: the number is looked for, however it is spaced.
            #expect(!String(decoding: everything, as: UTF8.self).filter { !$0.isWhitespace }.contains("36491084"))
            #expect(!String(decoding: everything, as: UTF8.self).lowercased().contains("dupont"))
        }
    }

    @Test func theSameRowAgainAsksNothingAndACorrectedOneAsksAnew() async throws {
        try await withScene { scene in
            try await scene.take([row])
            try await scene.take([row], at: Date().addingTimeInterval(1))
            #expect(try await scene.announced(IdentificationRequested.self).count == 1)

            try await scene.take([row.merging(["site": "canal.example"]) { $1 }], at: Date().addingTimeInterval(2))
            let asked = try await scene.announced(IdentificationRequested.self)
            #expect(asked.map(\.version) == [1, 2] && asked.last?.domain == "canal.example")
        }
    }

    @Test func whatIsCertainIsTakenForEveryDepartment() async throws {
        try await withScene { scene in
            try await scene.take([row])
            try await scene.take([row], department: scene.other)
            let asked = try #require(try await scene.announced(IdentificationRequested.self).last)

            try await scene.propose(certain(asked, "999000029"))
            try await scene.propose(certain(asked, "999000029"))

            #expect(
                try await scene.text("SELECT concat_ws('|', siren, status, name) FROM intake.companies")
                    == "999000029|identified|Menuiserie fictive du Canal"
            )
            #expect(try await scene.announced(CompanyUpdated.self).map(\.changed) == [["siren"]])
            let leads = try await scene.announced(LeadRegistered.self).filter { $0.identified }
            #expect(Set(leads.map(\.department.rawValue)) == ["commercial", "export"] && leads.count == 2)
            #expect(
                try await scene.text("SELECT concat_ws('|', state, siren) FROM intake.identifications")
                    == "taken|999000029"
            )
        }
    }

    @Test func anAnswerAboutAnEarlierVersionOrAnIdentifiedCompanyChangesNothing() async throws {
        try await withScene { scene in
            try await scene.take([row])
            let first = try #require(try await scene.announced(IdentificationRequested.self).first)
            try await scene.take([row.merging(["site": "canal.example"]) { $1 }], at: Date().addingTimeInterval(1))
            try await scene.propose(certain(first, "999000029"))
            #expect(try await scene.count("SELECT count(*) FROM intake.companies WHERE siren IS NOT NULL") == 0)

            try await scene.take([row.merging(["siren": "552032534"]) { $1 }], at: Date().addingTimeInterval(2))
            let second = try #require(try await scene.announced(IdentificationRequested.self).last)
            try await scene.propose(certain(second, "999000029"))
            #expect(try await scene.text("SELECT siren FROM intake.companies") == "552032534")
        }
    }

    @Test func whatIsDoubtfulWaitsForAPersonWhoseChoiceIsTaken() async throws {
        try await withScene { scene in
            try await scene.take([row])
            let asked = try #require(try await scene.announced(IdentificationRequested.self).first)
            try await scene.propose(doubtful(asked))
            #expect(try await scene.text("SELECT state FROM intake.v_identifications") == "doubtful")

            try await scene.choose(
                IdentificationChoiceRequested(
                    actor: "operator",
                    companyID: asked.companyID,
                    siren: SIREN("999000029"),
                    at: now
                )
            )

            #expect(try await scene.text("SELECT siren FROM intake.companies") == "999000029")
            #expect(
                try await scene.text(
                    "SELECT concat_ws('|', state, siren, decided_by, candidates) FROM intake.identifications"
                ) == "chosen|999000029|operator|[]"
            )
            #expect(try await scene.announced(RequestDone.self).count == 1)
            try await scene.choose(
                IdentificationChoiceRequested(
                    actor: "operator",
                    companyID: asked.companyID,
                    siren: SIREN("552032534"),
                    at: now
                )
            )
            #expect(try await scene.announced(RequestRefused.self).map(\.code) == ["identification.not_waiting"])
        }
    }

    @Test func candidatesThatAPersonTurnedDownAreNotBroughtUpByTheSameAnswer() async throws {
        try await withScene { scene in
            try await scene.take([row])
            let asked = try #require(try await scene.announced(IdentificationRequested.self).first)
            try await scene.propose(doubtful(asked))
            try await scene.choose(
                IdentificationChoiceRequested(actor: "operator", companyID: asked.companyID, at: now)
            )
            try await scene.propose(doubtful(asked))

            #expect(try await scene.text("SELECT state FROM intake.identifications") == "declined")
            #expect(try await scene.text("SELECT status FROM intake.companies") == "to_identify")
        }
    }

    @Test func aSirenThatObjectedIsNotTakenAndItsRowLeavesTheList() async throws {
        try await withScene { scene in
            try await scene.take([["siren": "999000029", "nom": "Menuiserie"]])
            let known = try #require(try await scene.announced(CompanyRegistered.self).first)
            try await scene.deliver(
                RecordObjection(),
                [(ObjectionRecorded(scope: "company", companyID: known.companyID, source: "test", at: now), now)]
            )
            try await scene.take([row])
            let asked = try #require(try await scene.announced(IdentificationRequested.self).last)

            try await scene.propose(certain(asked, "999000029"))

            #expect(try await scene.count("SELECT count(*) FROM intake.companies WHERE opposed_at IS NOT NULL") == 2)
            #expect(try await scene.count("SELECT count(*) FROM intake.v_to_identify") == 0)
            #expect(try await scene.text("SELECT state FROM intake.identifications") == "opposed")
        }
    }

    @Test func aCompanyThatAnotherDepartmentHasAlreadyBecomesOneWithIt() async throws {
        try await withScene { scene in
            try await scene.take([["siren": "999000029", "nom": "Menuiserie"]], department: scene.other)
            let holder = try #require(try await scene.announced(CompanyRegistered.self).first)
            try await scene.take([row.merging(["email": "contact@canal.example"]) { $1 }])
            let asked = try #require(try await scene.announced(IdentificationRequested.self).last)

            try await scene.propose(certain(asked, "999000029"))

            let merged = try await scene.announced(CompanyMerged.self)
            #expect(merged.map(\.companyID) == [holder.companyID] && merged.map(\.mergedID) == [asked.companyID])
            #expect(
                try await scene.count(
                    "SELECT count(*) FROM intake.companies WHERE withdrawn_reason = 'merged' AND merged_into IS NOT NULL"
                ) == 1
            )
            #expect(try await scene.count("SELECT count(DISTINCT company_id) FROM intake.leads") == 1)
            #expect(try await scene.count("SELECT count(*) FROM intake.leads") == 2)
            let lead = try #require(
                try await scene.announced(LeadRegistered.self).last { $0.department == scene.department }
            )
            #expect(lead.companyID == holder.companyID && lead.identified && lead.hasEmail)

            // The same list again speaks of that company and makes no new one.
            try await scene.take([row], at: Date().addingTimeInterval(5))
            #expect(try await scene.count("SELECT count(*) FROM intake.companies WHERE withdrawn_at IS NULL") == 1)
            #expect(try await scene.count("SELECT count(*) FROM intake.leads WHERE withdrawn_at IS NULL") == 2)
        }
    }

    @Test func aDepartmentThatWorksBothIsAskedWhichGoesOn() async throws {
        try await withScene { scene in
            try await scene.take([["siren": "999000029", "nom": "Menuiserie"]])
            try await scene.take([row])
            let asked = try #require(try await scene.announced(IdentificationRequested.self).last)

            try await scene.propose(certain(asked, "999000029"))

            #expect(try await scene.count("SELECT count(*) FROM intake.companies WHERE withdrawn_at IS NULL") == 2)
            #expect(try await scene.text("SELECT state FROM intake.identifications") == "doubtful")
            #expect(
                try await scene.text("SELECT candidates -> 0 -> 'reasons' -> -1 ->> 'code' FROM intake.identifications")
                    == "already_known"
            )
        }
    }

    @Test func anImportThatIsUndoneTakesItsLeadBackFromTheCompanyItBecame() async throws {
        try await withScene { scene in
            try await scene.take([["siren": "999000029", "nom": "Menuiserie"]], department: scene.other)
            let report = try await scene.importFile("nom;code_postal\nMenuiserie fictive du Canal;31000\n")
            let asked = try #require(try await scene.announced(IdentificationRequested.self).last)
            try await scene.propose(certain(asked, "999000029"))

            let undone = try await scene.undo(report)

            #expect(undone.status == "undone")
            #expect(try await scene.count("SELECT count(*) FROM intake.leads WHERE withdrawn_at IS NULL") == 1)
            #expect(
                try await scene.text("SELECT siren FROM intake.companies WHERE withdrawn_at IS NULL") == "999000029"
            )
        }
    }

    @Test func companiesThatWereNeverAskedAboutAreAskedAboutOnce() async throws {
        try await withScene { scene in
            try await scene.take([row])
            try await scene.execute("UPDATE intake.companies SET updated_at = now() - interval '2 hours'")
            let first = try await scene.pool.transaction { tx in try AskUnasked.ask(at: Date(), in: tx) }
            let second = try await scene.pool.transaction { tx in try AskUnasked.ask(at: Date(), in: tx) }

            #expect(first.count == 1 && second.isEmpty)
            #expect((first.first as? IdentificationRequested)?.name == "Menuiserie fictive du Canal")
        }
    }

    private func certain(_ asked: IdentificationRequested, _ siren: String) -> IdentificationProposed {
        IdentificationProposed(
            companyID: asked.companyID,
            verdict: "certain",
            siren: SIREN(siren),
            candidates: [candidate(siren)].compactMap(\.self),
            version: asked.version,
            at: now
        )
    }

    private func doubtful(_ asked: IdentificationRequested) -> IdentificationProposed {
        IdentificationProposed(
            companyID: asked.companyID,
            verdict: "doubtful",
            candidates: [candidate("999000029"), candidate("552032534")].compactMap(\.self),
            version: asked.version,
            at: now
        )
    }

    private func candidate(_ siren: String) -> IdentificationCandidate? {
        SIREN(siren).map {
            IdentificationCandidate(
                siren: $0,
                name: "MENUISERIE FICTIVE DU CANAL",
                state: "active",
                source: "sirene",
                score: 90,
                reasons: [CandidateReason(code: "same_name", text: "même nom", english: "same name")]
            )
        }
    }
}

extension IngestScene {
    func propose(_ proposal: IdentificationProposed) async throws {
        try await handle(TakeIdentification(), proposal)
    }

    func choose(_ choice: IdentificationChoiceRequested) async throws {
        try await handle(ChooseIdentification(), choice)
    }

    private func handle<H: MessageHandler>(_ handler: H, _ message: H.Message) async throws {
        try await messenger.commit { tx in
            let delivery = Delivery(
                message: message,
                envelope: Envelope(type: H.Message.type, subject: message.subject)
            )
            guard case .done(let events) = try handler.handle(delivery, in: tx) else { return ((), []) }
            return ((), events)
        }
    }
}
