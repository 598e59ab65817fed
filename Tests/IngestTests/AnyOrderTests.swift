import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres
import Testing

@testable import Ingest

/// Messages come twice, late and in any order; the state they leave is one.
@Suite struct AnyOrderTests {
    private static let start = Date(timeIntervalSince1970: 1_790_000_000)

    /// Rows that contradict each other, with their times; two of them at the same moment.
    private static let rows: [(values: [String: String], seconds: Double)] = [
        (["siren": "732829320", "nom": "ACME", "cp": "75008", "etape": "Neuf"], 1),
        (["siren": "732829320", "etape": "Contacté", "contact": "Jean", "email": "jean@acme.fr"], 2),
        (["siren": "732829320", "nom": "ACME SAS", "email": "jean@acme.fr", "fonction": "PDG"], 3),
        (["siren": "732829320", "etape": "Neuf"], 4),
        (["siren": "732829320", "etape": "Qualifié", "Secteur": "Nord"], 4),
        (["siren": "552100554", "nom": "Durand", "cp": "13015", "telephone": "04 91 00 00 01"], 2),
        (["siren": "552100554", "note": "a"], 5),
        (["siren": "552100554", "note": "b"], 3),
        (["nom": "Boulangerie Martin", "cp": "31000", "note": "x"], 1),
        (["nom": "BOULANGERIE  MARTIN", "cp": "31000", "proprietaire": "sud@filon.example"], 6),
    ]

    @Test func anyOrderOfTheModelEndsInTheSameState() throws {
        var states: Set<String> = []
        for _ in 0..<200 {
            var model = IntakeModel(department: "commercial")
            for (index, row) in (AnyOrderTests.rows + AnyOrderTests.rows.prefix(4)).shuffled().enumerated() {
                let at = AnyOrderTests.start.addingTimeInterval(row.seconds).microseconds
                _ = model.apply(Statement(row: try JSONRow.read(row.values), at: at, source: "test"), index: index)
            }
            states.insert(AnyOrderTests.described(model))
        }
        #expect(states.count == 1)
        #expect(states.first?.contains("Qualifié") == true)
    }

    private static func described(_ model: IntakeModel) -> String {
        let companies = model.companies.values.map { company -> String in
            let lead = model.leads[company.id]?.record.fields
            let contacts = (model.contacts[company.id] ?? []).map { sorted($0.record.fields) }.sorted()
            return "\(sorted(company.record.fields)) / \(lead.map(sorted) ?? "") / \(contacts)"
        }
        return companies.sorted().joined(separator: "\n")
    }

    private static func sorted(_ fields: Fields) -> String {
        fields.texts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)@\(fields.stamps[$0.key] ?? 0)" }
            .joined(separator: ",")
    }

    @Test func anyOrderOnTheBusEndsInTheSameState() async throws {
        var states: Set<String> = []
        for round in 0..<4 {
            try await withScene { scene in
                let messages = (AnyOrderTests.rows + AnyOrderTests.rows.prefix(3)).map { row in
                    (
                        CompanySubmitted(department: scene.department, source: "bus", row: row.values),
                        AnyOrderTests.start.addingTimeInterval(row.seconds)
                    )
                }
                for message in messages.shuffled().chunked(round + 1) {
                    try await scene.deliver(TakeSubmittedCompany(), message)
                }
                states.insert(try await scene.state())
                #expect(try await scene.count("SELECT count(*) FROM intake.leads") == 3)
            }
        }
        #expect(states.count == 1)
    }

    @Test func theNewestWordOnACeasedCompanyStands() async throws {
        try await withScene { scene in
            try await scene.take([["siren": "732829320"]])
            let company = try #require(try await scene.announced(CompanyRegistered.self).first)
            func word(_ day: String, _ seconds: Double) -> (CompanyCeased, Date) {
                let at = AnyOrderTests.start.addingTimeInterval(seconds)
                let event = CompanyCeased(
                    companyID: company.companyID,
                    siren: SIREN.laPoste,
                    reason: "ceased",
                    ceasedOn: CivilDate(day),
                    source: "sirene",
                    at: at
                )
                return (event, at)
            }

            try await scene.deliver(MarkCompanyCeased(), [word("2026-03-01", 30), word("2026-02-01", 20)])
            try await scene.deliver(MarkCompanyCeased(), [word("2026-01-01", 10), word("2026-03-01", 30)])

            #expect(try await scene.text("SELECT state FROM intake.companies") == "ceased")
            #expect(try await scene.text("SELECT ceased_on::text FROM intake.companies") == "2026-03-01")
        }
    }

    @Test func anUnreadableRowIsRejectedAlone() async throws {
        try await withScene { scene in
            let rows = [["siren": "732829320"], ["siren": "732829321"], ["ville": "Paris"]]

            let outcomes = try await scene.deliver(
                TakeSubmittedCompany(),
                rows.map { (CompanySubmitted(department: scene.department, source: "bus", row: $0), Date()) }
            )

            let reasons: [String] = outcomes.map(AnyOrderTests.reason)
            let expected = ["", "siren_wrong_key", "no_identity"]
            #expect(reasons == expected)
        }
    }

    private static func reason(_ outcome: Outcome) -> String {
        switch outcome {
        case .reject(let reason): return reason
        default: return ""
        }
    }

    @Test func anErasedPersonIsEmptiedEverywhere() async throws {
        try await withScene { scene in
            let report = try await scene.importFile("siren;contact;email\n732829320;Jean;jean@acme.fr\n")
            try await scene.take(
                [["siren": "552100554", "contact": "Jean", "email": "jean@acme.fr"]],
                department: scene.other
            )
            let contact = try #require(try await scene.announced(ContactRegistered.self).first)
            let print = SHA256.digest("jean@acme.fr").map { String(format: "%02x", $0) }.joined()

            try await scene.messenger.commit { tx in
                let message = PersonErased(contactID: contact.contactID, addressFingerprints: [print], at: Date())
                let delivery = Delivery(
                    message: message,
                    envelope: Envelope(type: PersonErased.type, subject: message.subject)
                )
                _ = try ErasePerson().handle(delivery, in: tx)
                return ((), [])
            }

            #expect(report.status == "done")
            #expect(try await scene.count("SELECT count(*) FROM intake.contacts WHERE withdrawn_at IS NULL") == 0)
            #expect(
                try await scene.count("SELECT count(*) FROM intake.contacts WHERE coalesce(name, email) IS NOT NULL")
                    == 0
            )
            #expect(try await scene.count("SELECT count(*) FROM intake.import_rows WHERE raw IS NOT NULL") == 0)
        }
    }
}

extension Array {
    func chunked(_ size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
