import FrenchBusiness
import Testing

@Suite struct PlacesTests {
    @Test(arguments: [
        ("75008", "75", "11"), ("75755 PARIS CEDEX 15", "75", "11"), ("F-69003", "69", "84"), ("75 008", "75", "11"),
        ("20000", "2A", "94"), ("20137", "2A", "94"), ("20200", "2B", "94"), ("20620", "2B", "94"),
        ("20704 AJACCIO CEDEX 9", "2A", "94"),
        ("97133", "977", ""), ("97150", "978", ""), ("97110", "971", "01"), ("97490", "974", "04"),
        ("97600", "976", "06"),
        ("98800", "988", ""), ("98714", "987", ""), ("01000", "01", "84"), ("92057 PARIS LA DEFENSE CEDEX", "92", "11"),
    ])
    func `postal codes give their département and region`(typed: String, departement: String, region: String) {
        let code = PostalCode(userInput: typed)
        #expect(code?.departement?.code == departement)
        #expect(code?.region?.code ?? "" == region)
    }

    @Test(arguments: ["", "7500", "750080", "B-1000", "PARIS", "[NON-DIFFUSIBLE]", "1000 Bruxelles"])
    func `what is no French postal code is refused`(typed: String) {
        #expect(PostalCode(userInput: typed) == nil)
    }

    @Test func `armies and Monaco have no département`() {
        #expect(PostalCode("00200")?.departement == nil)
        #expect(PostalCode("98000")?.departement == nil)
        #expect(Departement(commune: "2A004")?.name == "Corse-du-Sud")
        #expect(Departement(commune: "97411")?.name == "La Réunion")
        #expect(Departement("57")?.hasLocalLaw == true)
        #expect(Region("53")?.departements.map(\.code) == ["22", "29", "35", "56"])
    }

    @Test(.enabled(if: ReferenceData.isPresent, "official nomenclatures are not beside the checkout"))
    func `the tables are the official ones`() throws {
        let regions = try ReferenceData.dictionary("nomenclatures/regions.json")
        #expect(Dictionary(uniqueKeysWithValues: Region.all.map { ($0.code, $0.name) }) == regions)
        let departements = try ReferenceData.dictionary("nomenclatures/departements.json")
        #expect(Dictionary(uniqueKeysWithValues: Departement.all.map { ($0.code, $0.name) }) == departements)
        let links = try ReferenceData.dictionary("nomenclatures/dep_to_reg.json")
        for (departement, region) in links { #expect(Departement(departement)?.region?.code == region) }
        #expect(Departement.all.filter { $0.region != nil }.count == links.count)
    }
}
