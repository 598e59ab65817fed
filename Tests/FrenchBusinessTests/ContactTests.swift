import Foundation
import FrenchBusiness
import Testing

@Suite struct ContactTests {
    @Test(arguments: [
        ("01 23 45 67 89", "+33123456789", "01 23 45 67 89", false),
        ("01.23.45.67.89", "+33123456789", "01 23 45 67 89", false),
        ("+33 (0)6 12 34 56 78", "+33612345678", "06 12 34 56 78", true),
        ("0033712345678", "+33712345678", "07 12 34 56 78", true),
        ("33612345678", "+33612345678", "06 12 34 56 78", true),
        ("0262 12 34 56", "+262262123456", "02 62 12 34 56", false),
        ("0692-12-34-56", "+262692123456", "06 92 12 34 56", true),
        ("0590123456", "+590590123456", "05 90 12 34 56", false),
        ("0694123456", "+594694123456", "06 94 12 34 56", true),
        ("+596 596 12 34 56", "+596596123456", "05 96 12 34 56", false),
        ("+33 262 12 34 56", "+262262123456", "02 62 12 34 56", false),
        ("0639123456", "+262639123456", "06 39 12 34 56", true),
        ("+687 75 12 34", "+687751234", "+687751234", true), ("+689 87 12 34 56", "+68987123456", "+68987123456", true),
        ("+32 2 123 45 67", "+3221234567", "+3221234567", false),
        ("00 44 20 7946 0000", "+442079460000", "+442079460000", false),
        ("\u{A0}01\u{202F}23\u{A0}45 67 89", "+33123456789", "01 23 45 67 89", false),
    ])
    func `telephone numbers are brought to one form`(typed: String, e164: String, display: String, isMobile: Bool)
        throws
    {
        let number = try PhoneNumber(userInput: typed)
        #expect(number.text == e164)
        #expect(number.display.frenchFolded == display)
        #expect(number.isMobile == isMobile)
        #expect(PhoneNumber(e164) == number)
    }

    @Test(arguments: [
        ("", PhoneError.empty), ("()", .empty), ("01 23 45 67", .wrongLength),
        ("01 23 45 67 89 / 06 12 34 56 78", .wrongLength),
        ("0000000000", .unassigned), ("01 23 45 67 8O", .unexpectedCharacter), ("123456789", .wrongLength),
        ("+33 1 23", .wrongLength),
        ("+1234", .wrongLength), ("+1234567890123456", .wrongLength), ("+687 1", .wrongLength),
        ("++33123456789", .unexpectedCharacter),
        ("[NON-DIFFUSIBLE]", .unexpectedCharacter),
    ])
    func `what is no telephone number is refused with the reason`(typed: String, reason: PhoneError) {
        #expect(throws: reason) { try PhoneNumber(userInput: typed) }
    }

    @Test func `descriptions and decoding errors keep personal data to themselves`() throws {
        let number = try PhoneNumber(userInput: "06 12 34 56 78")
        #expect(!"\(number)".contains("123456"))
        let address = try EmailAddress(userInput: "camille.martin@exemple.fr")
        #expect(!"\(address)".contains("martin"))
        do {
            _ = try JSONDecoder().decode([EmailAddress].self, from: Data(#"["camille martin@exemple.fr"]"#.utf8))
            Issue.record("a malformed address was decoded")
        } catch {
            #expect(!String(reflecting: error).contains("martin"))
        }
    }

    @Test(arguments: [
        (" Contact@Exemple.FR ", "Contact@exemple.fr", true), ("mailto:info@exemple.co.uk", "info@exemple.co.uk", true),
        ("service-client@exemple.fr", "service-client@exemple.fr", true),
        ("rh+2026@exemple.fr", "rh+2026@exemple.fr", true),
        ("c.martin@sous.exemple.fr", "c.martin@sous.exemple.fr", false),
        ("info.dupont@exemple.fr", "info.dupont@exemple.fr", false),
        ("o'neill@xn--exmple-cua.fr", "o'neill@xn--exmple-cua.fr", false),
    ])
    func `e-mail addresses are normalised, generic mailboxes known`(typed: String, text: String, isGeneric: Bool) throws
    {
        let address = try EmailAddress(userInput: typed)
        #expect(address.text == text)
        #expect(address.isGeneric == isGeneric)
        #expect(address.matchKey == text.lowercased())
        #expect(EmailAddress(text) == address)
    }

    @Test(arguments: [
        ("", EmailError.empty), ("exemple.fr", .notOneAt), ("a@b@exemple.fr", .notOneAt), ("@exemple.fr", .badMailbox),
        (".a@exemple.fr", .badMailbox), ("a..b@exemple.fr", .badMailbox), ("a@exemple", .badDomain),
        ("a@-exemple.fr", .badDomain),
        ("a@exemple..fr", .badDomain), ("a@127.0.0.1", .badDomain), ("a b@exemple.fr", .unexpectedCharacter),
        ("é@exemple.fr", .unexpectedCharacter), ("a@exemple.fr\r\nBcc: b@exemple.fr", .unexpectedCharacter),
    ])
    func `what is no address is refused with the reason`(typed: String, reason: EmailError) {
        #expect(throws: reason) { try EmailAddress(userInput: typed) }
    }
}
