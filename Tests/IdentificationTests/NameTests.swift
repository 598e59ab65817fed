import Testing

@testable import Identification

/// What remains of a name when everything that lists write differently is taken off.
@Suite struct NameTests {
    @Test(
        arguments: [
            ("S.A.R.L. Éts DUPONT & Fils", ["dupont", "fil"], NameForm.trading),
            ("DUPONT ET FILS", ["dupont", "fil"], nil),
            ("S.A.R.L L'Atelier", ["atelier"], .trading),
            ("L ATELIER", ["atelier"], nil),
            ("Société à responsabilité limitée Martin", ["martin"], .trading),
            ("SCI du Vieux Moulin", ["vieu", "moulin"], .civil),
            ("Association Ganymède", ["ganymede"], .association),
            ("Jean Dupont, entrepreneur individuel", ["jean", "dupont"], .person),
            ("P & T Technology", ["pt", "technology"], nil),
            ("A G OFFICE", ["ag", "office"], nil),
            ("St-Pierre Auto", ["saint", "pierre", "auto"], nil),
            ("STE MARTIN", ["martin"], nil),
            ("Joe's Pizza", ["joe", "pizza"], nil),
            ("Les Zelles", ["zelle"], nil),
            ("LES", ["les"], nil),
            ("SAS", ["sas"], nil),
            ("Œuvre d’Électricité", ["oeuvre", "electricite"], nil),
        ] as [(String, [String], NameForm?)]
    )
    func namesAreReduced(text: String, words: [String], form: NameForm?) throws {
        let name = try #require(CompanyName(text))
        #expect(name.words == words)
        #expect(name.form == form)
    }

    @Test(arguments: ["", "   ", "&", "…", "'"])
    func whatHasNoWordIsNoName(text: String) { #expect(CompanyName(text) == nil) }

    @Test func aNameInBracketsAndPartsAroundADashAreNamesToo() {
        #expect(
            CompanyName.variants(of: "DERBAS AG (L'EPICERIE D'ALPHONSE)").map(\.joined).contains("epiceriealphonse")
        )
        #expect(CompanyName.variants(of: "Dupont Jean - Garage du Pont").map(\.joined).contains("garagepont"))
        #expect(CompanyName.variants(of: String(repeating: "(", count: 5000)).isEmpty)
    }

    @Test(
        arguments: [
            ("Sani Chauff Elec", "SANI-CHAUFF-ELEC", NameMatch.Kind.same),
            ("SANICHAUFFELEC", "SANI-CHAUFF-ELEC", .same),
            ("3 MEDIA", "3MEDIA", .same),
            ("Jean Dupont", "DUPONT JEAN", .same),
            ("J. Dupont", "DUPONT JEAN", .close),
            ("Electricité Générale Bretone", "ELECTRICITE GENERALE BRETONNE", .close),
            ("Transp. Lefebvre", "TRANSPORTS LEFEBVRE", .close),
            ("Garage Martin", "SCI GARAGE MARTIN", .same),
            ("Puma", "PUMA FRANCE", .partial),
            ("IDDEE 13", "IDDEE 34", .partial),
            ("Garage Martin", "GARAGE DURAND", .different),
            ("Boulangerie Dupont", "BOUCHERIE LEROY", .different),
            ("Bois Service", "BUIS SERVICE", .different),
        ] as [(String, String, NameMatch.Kind)]
    )
    func namesAreCompared(listed: String, registered: String, kind: NameMatch.Kind) throws {
        let match = NameMatch.between(try #require(CompanyName(listed)), try #require(CompanyName(registered)))
        #expect(match.kind == kind, "\(match)")
    }

    @Test(arguments: [
        ("Menuiserie du Canal", "HOLDING MENUISERIE DU CANAL"), ("IDDEE 13", "IDDEE 34"), ("Danone", "GROUPE DANONE"),
        ("Garage Martin", "GARAGE MARTIN IMMOBILIER"), ("Novalys II", "NOVALYS III"),
        ("Ganymède", "ASSOCIATION GANYMEDE"),
    ])
    func wordsThatTellCompaniesApartAreSeen(listed: String, registered: String) throws {
        let match = NameMatch.between(try #require(CompanyName(listed)), try #require(CompanyName(registered)))
        #expect(match.isApart)
    }

    @Test(arguments: [
        ("ST-ETIENNE CEDEX 2", "Saint-Étienne", true), ("Paris 15e arrondissement", "PARIS", true),
        ("L Hay les Roses", "L'HAY-LES-ROSES", true), ("Chalon", "Chalon-sur-Saône", true),
        ("Starsbourg", "STRASBOURG", true), ("Saint", "Saint-Malo", false), ("Tours", "Tourcoing", false),
        ("", "Paris", false),
    ])
    func townsAreCompared(one: String, other: String, isSame: Bool) {
        #expect(TownName(one).isSame(as: TownName(other)) == isSame)
        #expect(TownName(other).isSame(as: TownName(one)) == isSame)
    }

    @Test(
        arguments: [
            ("https://www.Menuiserie-Canal.fr/contact?x=1", "menuiserie-canal.fr"),
            ("jean@menuiserie-canal.fr", "menuiserie-canal.fr"),
            ("jean.dupont@orange.fr", nil), ("https://www.facebook.com/menuiserie", nil), ("canal", nil), ("", nil),
            ("http://", nil),
            ("canal.wixsite.com", nil),
        ] as [(String, String?)]
    )
    func aDomainIsTheCompanysOwn(text: String, domain: String?) { #expect(SiteName.domain(of: text) == domain) }

    @Test func distanceCountsSlips() {
        #expect(EditDistance.between("severnaya", "severnaia", limit: 1) == 1)
        #expect(EditDistance.between("abcdef", "abdcef", limit: 1) == 1)
        #expect(EditDistance.between("abc", "xyz", limit: 2) == nil)
        #expect(EditDistance.between("", "ab", limit: 2) == 2)
        #expect(
            EditDistance.between(String(repeating: "a", count: 65), String(repeating: "a", count: 65), limit: 2) == nil
        )
    }

    /// Nothing from outside traps, however it is made.
    @Test func noisePassesThrough() {
        var state: UInt64 = 42
        let alphabet = Array("abé'&.()- \u{301}\u{200B}🏠ﬁß0Ⅷ٣İ\"\\/\n\t—_%")
        for _ in 0..<3000 {
            var text = ""
            for _ in 0..<24 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text.append(alphabet[Int(state >> 33) % alphabet.count])
            }
            let sought = SoughtCompany(name: text, postcode: text, city: text, naf: text, domain: text, phoneZone: 9)
            let unit = RegisteredCompany(
                siren: text,
                names: [text, ""],
                places: [.init(postcode: text, city: text)],
                source: "x"
            )
            let answer = Identification.decide(sought, among: [unit], isComplete: true)
            #expect(answer.candidates.count <= 1)
        }
    }
}
