import Foundation
import FrenchBusiness
import Testing

@Suite struct IdentifierTests {
    @Test(arguments: [
        "73282932000074", "35600000000048", "35600000049837", "35600000024230", "35600000024221", "35600000024249",
        "732 829 320 00074", "732\u{A0}829\u{202F}320 00074", "732.829.320.00074",
    ])
    func `valid SIRET are accepted as typed`(text: String) throws {
        let siret = try SIRET(userInput: text)
        #expect(siret.isKeyValid)
        #expect(siret.text.utf8.count == 14)
        #expect(siret.siren.text + siret.nic == siret.text)
    }

    @Test(arguments: [
        ("12345678912345", IdentifierError.wrongKey), ("35600000049838", .wrongKey),
        ("73282932000", .wrongLength(expected: 14, found: 11)),
        ("", .empty), ("7328293200007X", .unexpectedCharacter), ("00000000000000", .placeholder),
    ])
    func `wrong SIRET are refused with the reason`(text: String, reason: IdentifierError) {
        #expect(throws: reason) { try SIRET(userInput: text) }
    }

    @Test func `the rule of five is La Poste's alone`() throws {
        let other = try #require(SIRET("73282932000072"))
        #expect(!other.isKeyValid)
    }

    @Test(arguments: [
        ("123456789", IdentifierError.wrongKey), ("795361917", .wrongKey),
        ("12345678", .wrongLength(expected: 9, found: 8)),
        ("1234567890123456789012345", .wrongLength(expected: 9, found: 25)), (" \u{A0}", .empty),
        ("000000000", .placeholder),
        ("73282932O", .unexpectedCharacter), ("٧٣٢٨٢٩٣٢٠", .unexpectedCharacter),
    ])
    func `wrong SIREN are refused with the reason`(text: String, reason: IdentifierError) {
        #expect(throws: reason) { try SIREN(userInput: text) }
        #expect(!reason.frenchReason.isEmpty && !reason.description.contains(text.isEmpty ? "«" : text))
    }

    @Test func `a SIREN keeps its zeros and sorts as text does`() throws {
        let small = try #require(SIREN("005520135"))
        let large = try #require(SIREN("732829320"))
        #expect(small.text == "005520135")
        #expect(small < large)
        #expect(large.display == "732\u{A0}829\u{A0}320")
        #expect(try SIREN(userInput: "732 829 320") == large)
        #expect(SIREN("795361917")?.isLuhnValid == false)
        #expect(SIREN("73282932") == nil && SIREN("7328293200") == nil && SIREN("73282932 ") == nil)
        #expect(SIREN(number: 1_000_000_000) == nil)
    }

    @Test func `official numbers with a wrong key still decode, malformed ones never`() throws {
        let decoded = try JSONDecoder().decode([SIREN].self, from: Data(#"["795361917"]"#.utf8))
        #expect(decoded.first?.text == "795361917")
        do {
            _ = try JSONDecoder().decode([SIREN].self, from: Data(#"["79536191X"]"#.utf8))
            Issue.record("a malformed SIREN was decoded")
        } catch {
            #expect(!String(describing: error).contains("79536191X"))
        }
    }

    @Test(arguments: ["FR11337891287", "fr 11 337 891 287", "11337891287"])
    func `the VAT key is computed and checked`(text: String) throws {
        let siren = try #require(SIREN("337891287"))
        #expect(try VATNumber(userInput: text) == VATNumber(siren))
        #expect(VATNumber(siren).text == "FR11337891287")
        #expect(VATNumber("FR12337891287") == nil)
        #expect(throws: IdentifierError.wrongKey) { try VATNumber(userInput: "FR12337891287") }
    }
}
