import FrenchBusiness

/// The five geographic zones of French numbers (ARCEP, plan national de numérotation).
///
/// Since 2023 a number may leave its zone with its holder: the zone is a hint, never a proof.
public enum PhoneZone {
    /// The zone of a number in E.164; nil for mobiles and numbers without geography.
    public static func of(_ number: String) -> Int? {
        guard number.hasPrefix("+33"), number.utf8.count == 12, let digit = number.dropFirst(3).first,
            let zone = digit.wholeNumberValue, (1...5).contains(zone)
        else { return nil }
        return zone
    }

    /// The zone of a département's numbers; nil where none is known.
    static func of(_ departement: Departement) -> Int? {
        switch departement.code {
        case "974", "976": return 2
        case "971", "972", "973", "975", "977", "978": return 5
        case "11", "30", "34", "48", "66": return 4
        default: break
        }
        switch departement.region?.code {
        case "11": return 1
        case "24", "28", "52", "53": return 2
        case "27", "32", "44": return 3
        case "84", "93", "94": return 4
        case "75", "76": return 5
        default: return nil
        }
    }

    /// nil where nothing can be said.
    static func agrees(_ zone: Int?, with places: [RegisteredCompany.Place]) -> Bool? {
        let zones = places.prefix(30).compactMap { place in
            (place.departement.flatMap { Departement($0) } ?? place.postcode.flatMap { PostalCode($0) }?.departement)
                .flatMap { of($0) }
        }
        guard let zone, !zones.isEmpty else { return nil }
        return zones.contains(zone)
    }
}
