import Foundation

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

    /// - Returns: an empty body if `body` is not a JSON object: nothing unread is kept.
    static func withoutPersons(_ body: [UInt8]) -> [UInt8] {
        guard let object = try? JSONSerialization.jsonObject(with: Data(body)) else { return [] }
        let clean = cleaned(object, hiding: false)
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        guard JSONSerialization.isValidJSONObject(clean),
            let data = try? JSONSerialization.data(withJSONObject: clean, options: options)
        else { return [] }
        return [UInt8](data)
    }

    private static func cleaned(_ value: Any, hiding: Bool) -> Any {
        if let list = value as? [Any] { return list.map { cleaned($0, hiding: hiding) } }
        guard let object = value as? [String: Any] else { return value }
        let hides = hiding || (object["statut_diffusion"] as? String) == "P"
        var kept: [String: Any] = [:]
        for (key, value) in object where !personal.contains(key) && !(hides && hidden.contains(key)) {
            kept[key] = cleaned(value, hiding: hides)
        }
        return kept
    }
}
