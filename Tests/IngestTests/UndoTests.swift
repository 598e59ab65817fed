import Contracts
import Foundation
import FrenchBusiness
import Postgres
import Testing

@testable import Ingest

@Suite struct UndoTests {
    private let before = """
        siren;nom;cp;contact;email;telephone;etape;note
        732829320;ACME;75008;Jean;jean@acme.fr;;Contacté;Ancienne note
        552100554;Durand SA;13015;;;;;
        """
    private let after = """
        siren;nom;cp;contact;email;telephone;etape;note;Secteur
        732829320;ACME Nouveau;75009;Jean;jean@acme.fr;01 23 45 67 89;Qualifié;Nouvelle note;Nord
        ;Boulangerie Martin;31000;Luc;;;Neuf;;
        320878499;Nouvelle SARL;69001;Eva;eva@nouvelle.fr;;;;
        732829320;ACME Encore;75009;;;;;;
        """

    @Test func undoLeavesEverythingAsItWas() async throws {
        try await withScene { scene in
            try await scene.importFile(before)
            let state = try await scene.state()
            let report = try await scene.importFile(after)
            #expect(try await scene.state() != state)

            let undone = try await scene.undo(report)

            #expect(undone.status == "undone")
            #expect(undone.kept == [])
            #expect(try await scene.state() == state)
            let withdrawn = try await scene.announced(CompanyWithdrawn.self)
            #expect(withdrawn.filter { $0.department == nil }.count == 2)
            #expect(withdrawn.filter { $0.department == scene.department }.count == 2)
            #expect(Set(withdrawn.map(\.reason)) == ["import_undone"])
            #expect(try await scene.announced(LeadRegistered.self).last?.stage == "Contacté")
            #expect(try await scene.count("SELECT count(*) FROM intake.contacts WHERE name = 'Eva'") == 0)
        }
    }

    @Test func whatSomebodyElseChangedSinceIsKeptAndListed() async throws {
        try await withScene { scene in
            try await scene.importFile(before)
            let report = try await scene.importFile("siren;etape;note\n732829320;Qualifié;Nouvelle note\n")
            try await scene.take(
                [["siren": "732829320", "note": "Écrite à la main"]],
                at: Date().addingTimeInterval(60)
            )

            let undone = try await scene.undo(report)

            #expect(undone.kept == [KeptField(line: 2, thing: "lead", field: "note")])
            let state = try await scene.state()
            #expect(state.contains("Écrite à la main"))
            #expect(state.contains("Contacté"))
        }
    }

    @Test func whatAnotherImportSpeaksOfTooStays() async throws {
        try await withScene { scene in
            let first = try await scene.importFile("siren;nom\n732829320;ACME\n552100554;Durand SA\n")
            try await scene.importFile("siren;nom\n732829320;ACME\n")

            let undone = try await scene.undo(first)

            #expect(undone.kept == [KeptField(line: 2, thing: "lead", field: nil)])
            #expect(try await scene.state().contains("732829320"))
            #expect(try await scene.state().contains("552100554") == false)
        }
    }

    @Test func aCompanyThatAnotherDepartmentWorksStaysThere() async throws {
        try await withScene { scene in
            let report = try await scene.importFile("siren;nom\n732829320;ACME\n")
            try await scene.importFile("siren;nom\n732829320;ACME\n", secret: IngestScene.otherSecret)

            _ = try await scene.undo(report)

            #expect(try await scene.announced(CompanyWithdrawn.self).map(\.department) == [scene.department])
            #expect(try await scene.count("SELECT count(*) FROM intake.leads WHERE withdrawn_at IS NULL") == 1)
            #expect(try await scene.count("SELECT count(*) FROM intake.companies WHERE withdrawn_at IS NULL") == 1)
        }
    }

    @Test func theFileMayComeBackAfterAnUndo() async throws {
        try await withScene { scene in
            let first = try await scene.importFile(after)
            let state = try await scene.state()
            _ = try await scene.undo(first)

            let second = try await scene.importFile(after)

            #expect(second.id != first.id)
            #expect(numbers(second.created, second.toIdentify) == numbers(first.created, first.toIdentify))
            #expect(try await scene.state() == state)
            #expect(try await scene.count("SELECT count(*) FROM intake.companies") == 3)
        }
    }
}
