/// A region of France by its INSEE code (loi 2015-29), overseas regions included.
public struct Region: TextCodable, CustomStringConvertible {
    /// Two digits.
    public let code: String
    public let name: String

    /// Nil for a code that no region has.
    public init?(_ text: String) {
        guard let region = Self.all.first(where: { $0.code == text }) else { return nil }
        self = region
    }

    private init(_ code: String, _ name: String) {
        self.code = code
        self.name = name
    }

    public var text: String { code }
    public var description: String { code }

    /// The eighteen regions, by code.
    public static let all = [
        Region("01", "Guadeloupe"), Region("02", "Martinique"), Region("03", "Guyane"), Region("04", "La Réunion"),
        Region("06", "Mayotte"), Region("11", "Île-de-France"), Region("24", "Centre-Val de Loire"),
        Region("27", "Bourgogne-Franche-Comté"), Region("28", "Normandie"), Region("32", "Hauts-de-France"),
        Region("44", "Grand Est"), Region("52", "Pays de la Loire"), Region("53", "Bretagne"),
        Region("75", "Nouvelle-Aquitaine"), Region("76", "Occitanie"), Region("84", "Auvergne-Rhône-Alpes"),
        Region("93", "Provence-Alpes-Côte d'Azur"), Region("94", "Corse"),
    ]

    /// Its départements, by code.
    public var departements: [Departement] { Departement.all.filter { $0.region == self } }
}
