import Contracts

/// Takes persons out of a reply before it is kept: who directs a company is not needed to rank it (RGPD, article 5).
enum Redaction {
    /// Fields that name people, wherever they stand.
    private static let personal: Set<String> = ["dirigeants", "matching_etablissements", "elus"]
    /// Fields that name or place somebody who asked not to be prospected.
    private static let hidden: Set<String> = [
        "nom_complet", "nom_raison_sociale", "sigle", "nom_commercial", "liste_enseignes", "adresse", "geo_adresse",
        "complement_adresse", "numero_voie", "dernier_numero_voie", "indice_repetition", "type_voie", "libelle_voie",
        "distribution_speciale", "code_postal", "libelle_commune", "commune", "coordonnees", "latitude", "longitude",
        "siret", "geo_id", "cedex", "libelle_cedex",
    ]

    /// - Returns: an empty body if `body` is not JSON that ``Contracts/JSONValue`` holds: nothing unread is kept.
    static func withoutPersons(_ body: [UInt8]) -> [UInt8] {
        // Of the whole look-up this would cost most with Foundation's reader and writer.
        guard let value = try? Wire.decode(JSONValue.self, from: body) else { return [] }
        return (try? Wire.encode(cleaned(value, hiding: false))) ?? []
    }

    private static func cleaned(_ value: JSONValue, hiding: Bool) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map { cleaned($0, hiding: hiding) })
        case .object(let members):
            let hides = hiding || members["statut_diffusion"]?.text == "P"
            var kept: [String: JSONValue] = [:]
            for (key, value) in members where !personal.contains(key) && !(hides && hidden.contains(key)) {
                kept[key] = cleaned(value, hiding: hides)
            }
            return .object(kept)
        default: return value
        }
    }
}
