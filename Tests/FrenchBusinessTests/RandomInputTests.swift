import Foundation
import FrenchBusiness
import Testing

@Suite struct RandomInputTests {
    @Test func `no text, however broken, traps a parser, and what is accepted reads back`() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("RandomInputTests seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20_000 {
            let text = Self.text(using: &generator)
            if !Self.readsBack(text) { Issue.record("seed \(seed), bytes \(Array(text.utf8))") }
        }
    }

    @Test func `folding changes nothing the second time`() {
        var generator = SeededGenerator(seed: UInt64.random(in: .min ... .max))
        for _ in 0..<5000 {
            let once = Self.text(using: &generator).frenchFolded
            if once.frenchFolded != once { Issue.record("\(Array(once.utf8))") }
        }
        #expect("  Raison\u{A0}SOCIALE ".frenchFolded == "raison sociale")
        #expect("Œuvre d\u{2019}ÉTÉ".frenchFolded == "oeuvre d'ete")
        #expect("\u{130}\u{212B}\u{212A}".frenchFolded == "iak")
    }

    /// Whether each parser either refuses the text or gives a value whose canonical text gives that value again.
    private static func readsBack(_ text: String) -> Bool {
        _ = SIREN(text)
        _ = try? PublishedAmount(parsing: text)
        return again(try? SIREN(userInput: text)) && again(try? SIRET(userInput: text))
            && again(try? VATNumber(userInput: text)) && again(NAFCode(text)) && again(LegalForm(text))
            && again(CivilDate(parsing: text)) && again(try? PhoneNumber(userInput: text))
            && again(try? EmailAddress(userInput: text)) && again(PostalCode(userInput: text))
            && (PostalCode(userInput: text)?.departement.map { Departement($0.code) == $0 } ?? true)
    }

    private static func again<Value: TextCodable>(_ value: Value?) -> Bool {
        guard let value else { return true }
        return Value(value.text) == value
    }

    /// Half raw bytes, half the characters that parsers look for.
    private static func text(using generator: inout SeededGenerator) -> String {
        let length = Int.random(in: 0...24, using: &generator)
        guard Bool.random(using: &generator) else {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            return String(decoding: bytes, as: UTF8.self)
        }
        let likely = Array("00112233445566789 .,-+/()€kKmMdDéÉfFrR@aZ\u{A0}\u{202F}'\u{301}")
        return String((0..<length).map { _ in likely[Int.random(in: 0..<likely.count, using: &generator)] })
    }
}
