import Contracts
import FrenchBusiness
import Testing

@testable import Enrichment

/// Slices hold everything of the selection that they come from, and nothing twice.
@Suite struct SliceTests {
    /// A company as the conditions see it.
    private struct Unit {
        var naf: String
        var departement: String
        var postcode: Int
        var band: String
        var category: String

        init(_ random: inout Lottery) {
            naf = random.pick(NAFCode.revision2)
            departement = random.pick(Slice.askableDepartements)
            postcode = random.pick(Array(Slice.postcodes(of: departement) ?? 0...0))
            band = random.pick(Slice.allBands)
            category = random.pick(Slice.allCategories)
        }

        func lies(in slice: Slice) -> Bool {
            slice.naf?.contains(naf) ?? true && slice.departements?.contains(departement) ?? true
                && slice.postcodes?.contains(postcode) ?? true && slice.bands?.contains(band) ?? true
                && slice.categories?.contains(category) ?? true
        }
    }

    /// The same numbers at every run (Knuth's MMIX).
    private struct Lottery {
        var state: UInt64 = 7

        mutating func pick<T>(_ values: [T]) -> T {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return values[Int(state >> 33) % values.count]
        }
    }

    private func leaves(of slice: Slice, _ units: [Unit], cap: Int) -> [(slice: Slice, units: [Unit])] {
        let held = units.filter { $0.lies(in: slice) }
        guard held.count >= cap, let halves = slice.halves else { return [(slice, held)] }
        return halves.flatMap { leaves(of: $0, held, cap: cap) }
    }

    @Test(arguments: [
        CompanySelection(naf: ["C"]), CompanySelection(departements: ["75", "2A", "974"]),
        CompanySelection(name: "martin"),
        CompanySelection(
            naf: ["62.0", "70"],
            departements: ["69"],
            workforceBands: ["01", "02"],
            categories: ["PME"]
        ),
    ])
    func whateverIsMeantLiesInOneSlice(_ wish: CompanySelection) throws {
        let selection = try Selection(wish)
        var random = Lottery()
        var units = (0..<3000).map { _ in Unit(&random) }
        // A crowd in one place, which only the last conditions part.
        let crowd = units[0]
        units += (0..<200).map { index in
            var unit = crowd
            unit.band = Slice.allBands[index % 16]
            return unit
        }
        let meant = units.filter { $0.lies(in: selection.whole) }

        let leaves = leaves(of: selection.whole, units, cap: 12)

        #expect(leaves.map(\.units.count).reduce(0, +) == meant.count)
        for unit in meant { #expect(leaves.count { unit.lies(in: $0.slice) } == 1) }
        #expect(Set(leaves.map(\.slice)).count == leaves.count)
        #expect(leaves.allSatisfy { $0.units.count < 12 || $0.slice.halves == nil })
    }

    @Test func oneThatCannotBeDividedSaysSo() {
        let slice = Slice(
            naf: ["62.02A"],
            departements: ["75"],
            postcodes: 75_011...75_011,
            bands: ["NN"],
            categories: ["PME"]
        )
        #expect(slice.halves == nil)
        #expect(slice.name == "NAF 62.02A, dép. 75, code postal 75011, effectif NN, catégorie PME")
    }

    @Test func namesAndQuestionsAreShort() throws {
        let halves = try #require(Slice().halves)
        #expect(halves[0].name == "NAF 01.11Z…\(halves[0].naf?.last ?? "")")
        let paris = Slice(naf: ["62.02A"], departements: ["75"])
        let longest = (paris.halves ?? []) + halves
        #expect(longest.allSatisfy { $0.query.allSatisfy { $0.1.utf8.count < 4000 } })
    }

    @Test func thereAreAllCodesOfTheNomenclature() {
        #expect(NAFCode.revision2.count == 732 && NAFCode.revision2 == NAFCode.revision2.sorted())
        #expect(NAFCode.revision2.allSatisfy { NAFCode($0)?.text == $0 && NAFCode($0)?.section != nil })
    }

    @Test(arguments: [
        (CompanySelection(), "empty"), (CompanySelection(naf: ["00"]), "naf"),
        (CompanySelection(naf: ["boulangerie"]), "naf"),
        (CompanySelection(departements: ["99"]), "departement"), (CompanySelection(workforceBands: ["7"]), "workforce"),
        (CompanySelection(legalForms: ["SARL"]), "legal_form"), (CompanySelection(categories: ["TPE"]), "category"),
        (CompanySelection(name: "ab"), "name"), (CompanySelection(name: "552 100 554"), "name"),
        (CompanySelection(naf: []), "values"),
    ])
    func whatCannotBeAskedIsRefusedByName(_ wish: CompanySelection, _ code: String) {
        let fault = #expect(throws: Selection.Fault.self) { try Selection(wish) }
        #expect(fault?.code == code)
    }

    @Test func sectionsAndSpellingsAreUnderstood() throws {
        let selection = try Selection(CompanySelection(naf: ["j", "6202A", "43.3"], departements: ["1", "2a"]))
        let naf = try #require(selection.whole.naf)
        #expect(naf.contains("62.02A") && naf.contains("58.11Z") && naf.contains("43.32A") && !naf.contains("43.21A"))
        #expect(selection.whole.departements == ["01", "2A"])
    }
}
