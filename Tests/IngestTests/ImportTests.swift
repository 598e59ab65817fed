import CSV
import Contracts
import Foundation
import FrenchBusiness
import MessagingSupport
import Postgres
import Testing

@testable import Ingest

@Suite struct ImportTests {
    private let list = """
        siren;nom;code_postal;ville;telephone;email;contact;fonction;proprietaire;etape;prochaine_action;note;Secteur
        732829320;ACME;75008;Paris;01 23 45 67 89;jean@acme.fr;Jean Dupont;Gérant;idf@filon.example;Contacté;2026-12-03;Vu;Nord
        552100554;Durand SA;13015;Marseille;;;;;;;;;
        732829321;Fausse clé;75001;Paris;;;;;;;;;
        ;Boulangerie Martin;31000;Toulouse;05 61 00 00 01;;;;;;;;Sud
        732829320;ACME;75008;Paris;01 23 45 67 89;jean@acme.fr;Jean Dupont;Gérant;idf@filon.example;Contacté;2026-12-03;Vu;Nord
        """

    @Test func everyRowSaysWhatItDid() async throws {
        try await withScene { scene in
            let report = try await scene.importFile(list)

            #expect(report.status == "done")
            #expect(numbers(report.rows, report.created, report.updated, report.unchanged) == numbers(5, 2, 0, 1))
            #expect(numbers(report.toIdentify, report.refused) == numbers(1, 1))
            #expect(report.errors.map(\.line) == [4])
            #expect(report.errors.first?.code == "siren_wrong_key")
            #expect(report.errors.first?.column == "siren")
            #expect(try await scene.count("SELECT count(*) FROM intake.leads") == 3)
            #expect(
                try await scene.text("SELECT extra ->> 'Secteur' FROM intake.leads WHERE owner_hint IS NOT NULL")
                    == "Nord"
            )
            #expect(try await scene.text("SELECT status FROM intake.companies WHERE siren IS NULL") == "to_identify")
            #expect(try await scene.text("SELECT departement FROM intake.companies WHERE siren = '552100554'") == "13")
            #expect(
                try await scene.text("SELECT phone_e164 FROM intake.contacts WHERE name = 'Jean Dupont'")
                    == "+33123456789"
            )
        }
    }

    @Test func whatEntersIsAnnouncedOnce() async throws {
        try await withScene { scene in
            try await scene.importFile(list)

            let leads = try await scene.announced(LeadRegistered.self)
            let acme = try #require(leads.first { $0.siren == SIREN("732829320") })
            #expect(leads.count == 3)
            #expect(acme.currentOwner == OwnerHint(text: "idf@filon.example"))
            #expect(acme.stage == "Contacté")
            #expect(acme.nextStepOn == CivilDate("2026-12-03"))
            #expect(acme.hasPhone && acme.hasEmail && acme.identified)
            #expect(acme.source == "salon 2026")
            #expect(leads.filter { !$0.identified }.map(\.companyName) == ["Boulangerie Martin"])
            #expect(try await scene.announced(CompanyRegistered.self).count == 3)
            #expect(try await scene.announced(ContactRegistered.self).count == 2)
            let completed = try await scene.announced(ImportCompleted.self)
            #expect(completed.map(\.rows) == [5])
            #expect(completed.map(\.toIdentify) == [1])
        }
    }

    @Test func theSameListAgainTellsNobodyAnything() async throws {
        try await withScene { scene in
            try await scene.importFile(list)
            let leads = try await scene.announced(LeadRegistered.self)

            let again = try await scene.importFile(list + "\n")

            #expect(numbers(again.created, again.updated, again.unchanged, again.refused) == numbers(0, 0, 4, 1))
            #expect(try await scene.announced(LeadRegistered.self) == leads)
        }
    }

    @Test func theSameFileWithinADayIsTheSameImport() async throws {
        try await withScene { scene in
            let first = try await scene.receive(list)
            let second = try await scene.receive(list)
            let others = try await scene.receive(list, secret: IngestScene.otherSecret)
            let dry = try await scene.receive(list, dryRun: true)

            #expect(first == second)
            #expect(Set([first, others, dry]).count == 3)
            #expect(try await scene.count("SELECT count(*) FROM intake.import_batches") == 3)
        }
    }

    @Test func aChangedRowUpdatesAndTheOwnerIsKept() async throws {
        try await withScene { scene in
            try await scene.importFile(list)

            let report = try await scene.importFile("siren;etape\n732829320;Qualifié\n")

            #expect(numbers(report.created, report.updated) == numbers(0, 1))
            let last = try #require(try await scene.announced(LeadRegistered.self).last)
            #expect(last.stage == "Qualifié")
            #expect(last.currentOwner == OwnerHint(text: "idf@filon.example"))
            #expect(last.version == 2)
        }
    }

    @Test func twoDepartmentsShareACompanyAndNothingElse() async throws {
        try await withScene { scene in
            try await scene.importFile(list)

            let report = try await scene.importFile("siren;note\n732829320;Export\n", secret: IngestScene.otherSecret)

            #expect(report.created == 1)
            #expect(try await scene.count("SELECT count(*) FROM intake.companies WHERE siren = '732829320'") == 1)
            let theirs = try #require(try await scene.announced(LeadRegistered.self).last)
            #expect(theirs.department == scene.other)
            #expect(theirs.currentOwner == nil && !theirs.hasPhone && !theirs.hasEmail)
        }
    }

    @Test func aRowThatBringsTheSirenIdentifiesTheCompany() async throws {
        try await withScene { scene in
            try await scene.importFile("nom;cp\nBoulangerie Martin;31000\n")

            let report = try await scene.importFile("siren;nom;cp\n552100554;BOULANGERIE MARTIN;31000\n")

            #expect(report.updated == 1)
            #expect(try await scene.count("SELECT count(*) FROM intake.companies") == 1)
            #expect(try await scene.announced(CompanyUpdated.self).first?.changed.contains("siren") == true)
            #expect(try await scene.announced(LeadRegistered.self).map(\.identified) == [false, true])
        }
    }

    @Test func anotherDepartmentsLeadIsNoReasonToMatch() async throws {
        try await withScene { scene in
            try await scene.importFile("siren;nom;cp\n552100554;Boulangerie Martin;31000\n")

            let report = try await scene.importFile(
                "nom;cp\nBoulangerie Martin;31000\n",
                secret: IngestScene.otherSecret
            )

            #expect(report.toIdentify == 1)
            #expect(try await scene.count("SELECT count(*) FROM intake.companies") == 2)
        }
    }

    @Test func aDryRunCountsAndWritesNothing() async throws {
        try await withScene { scene in
            let report = try await scene.importFile(list, dryRun: true)

            #expect(
                numbers(report.rows, report.created, report.unchanged, report.toIdentify, report.refused)
                    == numbers(5, 2, 1, 1, 1)
            )
            #expect(try await scene.state() == "")
            #expect(try await scene.count("SELECT count(*) FROM intake.journal") == 0)
        }
    }

    @Test func badRowsAreRefusedAndGoodOnesKept() async throws {
        try await withScene { scene in
            let long = String(repeating: "x", count: CSVReader.recordBytesMax + 1)
            let report = try await scene.importFile(
                "siren;nom\n732829320;A\u{0}B\n\(long)\n732829320;ACME;x;y\n552100554;Durand\n"
            )

            #expect(report.errors.map(\.line) == [2, 3, 4])
            #expect(report.errors.map(\.code) == ["nul_byte", "line_too_long", "too_many_columns"])
            #expect(numbers(report.rows, report.created, report.refused) == numbers(4, 1, 3))
        }
    }

    @Test func whoeverObjectedDoesNotComeBack() async throws {
        try await withScene { scene in
            try await scene.importFile(list)
            let lead = try #require(
                try await scene.announced(LeadRegistered.self).first { $0.siren == SIREN("732829320") }
            )
            let print = SHA256.digest("paul@durand.fr").map { String(format: "%02x", $0) }.joined()
            try await scene.deliver(
                RecordObjection(),
                [
                    (
                        ObjectionRecorded(scope: "company", companyID: lead.companyID, source: "appel", at: Date()),
                        Date()
                    ),
                    (
                        ObjectionRecorded(scope: "address", addressFingerprint: print, source: "lien", at: Date()),
                        Date()
                    ),
                ]
            )

            let report = try await scene.importFile(
                "siren;nom;contact;email\n732829320;ACME;;\n552100554;Durand SA;Paul;paul@durand.fr\n"
            )

            #expect(report.errors.map(\.code) == ["opposed"])
            #expect(try await scene.count("SELECT count(*) FROM intake.contacts WHERE email = 'paul@durand.fr'") == 0)
        }
    }

    @Test func aFileThatCannotBeTakenLeavesNothing() async throws {
        try await withScene { (scene: IngestScene) async throws -> Void in
            await #expect(throws: FileFault.unknownHeader) { _ = try await scene.receive("couleur\nbleu\n") }
            await #expect(throws: FileFault.empty) { _ = try await scene.receive("siren;nom\n") }
            let left = try await scene.count("SELECT count(*) FROM intake.import_batches")
            #expect(left == 0)
        }
    }
}
