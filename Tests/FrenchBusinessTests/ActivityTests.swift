import FrenchBusiness
import Testing

@Suite struct ActivityTests {
    @Test(arguments: [
        ("62.02A", "62.02A", NAFSection.j), ("6202A", "62.02A", .j), (" 62.02a ", "62.02A", .j),
        ("01.11Z", "01.11Z", .a),
        ("84.11Y", "84.11Y", .o), ("9900Z", "99.00Z", .u), ("43.21A", "43.21A", .f), ("47.11B", "47.11B", .g),
    ])
    func `codes are normalised to their dotted form`(text: String, dotted: String, section: NAFSection) {
        let code = NAFCode(text)
        #expect(code?.text == dotted)
        #expect(code?.section == section)
        #expect(code?.isLegacy == false)
        #expect(code?.undotted == dotted.filter { $0 != "." })
    }

    @Test func `a code of NAF rév. 1 is kept and has no section`() {
        let code = NAFCode("514A")
        #expect(code?.text == "51.4A")
        #expect(code?.isLegacy == true)
        #expect(code?.section == nil)
        #expect(code?.naceClass == nil)
    }

    @Test(arguments: ["", "A", "62", "62.02", "62.020", "62.02AA", "6é.02A", "00.00Z", "62-02A", "[NON-DIFFUSIBLE]"])
    func `what is no code is refused`(text: String) {
        #expect(NAFCode(text) == nil)
    }

    @Test func `divisions and sections agree`() {
        #expect(NAFCode("62.02A")?.division == "62")
        #expect(NAFCode("62.02A")?.naceClass == "62.02")
        #expect(NAFSection(division: 4) == nil && NAFSection(division: 34) == nil && NAFSection(division: 0) == nil)
        let divisions = NAFSection.allCases.flatMap { Array($0.divisions) }
        #expect(divisions == divisions.sorted() && Set(divisions).count == 88)
    }

    @Test(.enabled(if: ReferenceData.isPresent, "official nomenclatures are not beside the checkout"))
    func `every official code of NAF rév. 2 and NAF 2025 is understood`() throws {
        let codes = try ReferenceData.dictionary("nomenclatures/codes-NAF.json").keys
        #expect(codes.count == 732)
        for code in codes { #expect(NAFCode(code)?.text == code && NAFCode(code)?.section != nil) }
        let latest = try ReferenceData.text("nomenclatures/NAF2025.csv").matches(of: /\d\d\.\d\d[A-Z]/).map(\.output)
        #expect(latest.count > 700)
        for code in latest { #expect(NAFCode(String(code))?.text == String(code)) }
        let legacy = try ReferenceData.text("nomenclatures/NAFRev1.csv").matches(of: /\d\d\.\d[A-Z]/).map(\.output)
        #expect(legacy.count > 600)
        for code in legacy { #expect(NAFCode(String(code))?.isLegacy == true) }
    }
}
