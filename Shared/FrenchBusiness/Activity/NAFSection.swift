/// The twenty-one sections of NAF rév. 2 (décret 2007-1888), each a run of divisions.
public enum NAFSection: String, CaseIterable, Codable, Hashable, Sendable, Comparable {
    case a = "A", b = "B", c = "C", d = "D", e = "E", f = "F", g = "G", h = "H", i = "I", j = "J", k = "K"
    case l = "L", m = "M", n = "N", o = "O", p = "P", q = "Q", r = "R", s = "S", t = "T", u = "U"

    /// The section that holds a division (1...99); nil for the numbers that no section has, such as 4 or 34.
    public init?(division: Int) {
        guard let section = Self.allCases.first(where: { $0.divisions.contains(division) }) else { return nil }
        self = section
    }

    /// First to last division.
    public var divisions: ClosedRange<Int> {
        switch self {
        case .a: 1...3
        case .b: 5...9
        case .c: 10...33
        case .d: 35...35
        case .e: 36...39
        case .f: 41...43
        case .g: 45...47
        case .h: 49...53
        case .i: 55...56
        case .j: 58...63
        case .k: 64...66
        case .l: 68...68
        case .m: 69...75
        case .n: 77...82
        case .o: 84...84
        case .p: 85...85
        case .q: 86...88
        case .r: 90...93
        case .s: 94...96
        case .t: 97...98
        case .u: 99...99
        }
    }

    public var label: String {
        switch self {
        case .a: "Agriculture, sylviculture et pêche"
        case .b: "Industries extractives"
        case .c: "Industrie manufacturière"
        case .d: "Électricité, gaz, vapeur et air conditionné"
        case .e: "Eau, assainissement, déchets et dépollution"
        case .f: "Construction"
        case .g: "Commerce, réparation d'automobiles et de motocycles"
        case .h: "Transports et entreposage"
        case .i: "Hébergement et restauration"
        case .j: "Information et communication"
        case .k: "Activités financières et d'assurance"
        case .l: "Activités immobilières"
        case .m: "Activités spécialisées, scientifiques et techniques"
        case .n: "Services administratifs et de soutien"
        case .o: "Administration publique"
        case .p: "Enseignement"
        case .q: "Santé humaine et action sociale"
        case .r: "Arts, spectacles et activités récréatives"
        case .s: "Autres activités de services"
        case .t: "Activités des ménages en tant qu'employeurs"
        case .u: "Activités extra-territoriales"
        }
    }

    public static func < (left: NAFSection, right: NAFSection) -> Bool { left.rawValue < right.rawValue }
}
