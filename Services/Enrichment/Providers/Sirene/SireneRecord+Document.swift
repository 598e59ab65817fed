import Contracts
import FrenchBusiness

/// The unit in the shape of the API's answer about an establishment, its seat, with what was read and nothing else: no
/// second first name, no pen name, no sex, nothing of former periods.
extension SireneRecord {
    var document: [String: Any] {
        let facts = identity.facts
        let state: String? =
            switch identity.state {
            case .active: "A"
            case .ceased: "C"
            case .unknown: nil
            }
        let period = Self.present([
            "etatAdministratifUniteLegale": state, "dateDebut": identity.ceasedOn?.text,
            "denominationUniteLegale": facts.name, "denominationUsuelle1UniteLegale": facts.tradeName,
            "categorieJuridiqueUniteLegale": facts.legalForm, "activitePrincipaleUniteLegale": facts.naf,
            "nicSiegeUniteLegale": facts.siret.map { String($0.suffix(5)) },
        ])
        var unit: [String: Any] = Self.present([
            "statutDiffusionUniteLegale": identity.isDiffusible ? "O" : "P",
            "dateCreationUniteLegale": facts.createdOn?.text, "trancheEffectifsUniteLegale": facts.workforceBand,
            "anneeEffectifsUniteLegale": facts.workforceYear.map { String($0) },
            "categorieEntreprise": facts.category, "activitePrincipaleNAF25UniteLegale": facts.naf25,
            "dateDernierTraitementUniteLegale": identity.updatedOn?.text,
            "identifiantAssociationUniteLegale": facts.isAssociation ? "W" : nil,
        ])
        unit["periodesUniteLegale"] = [period]
        let address = Self.present([
            "codePostalEtablissement": facts.postcode, "libelleCommuneEtablissement": facts.city,
        ])
        return [
            "header": ["statut": 200],
            "etablissement": [
                "siren": siren.text, "etablissementSiege": true, "uniteLegale": unit, "adresseEtablissement": address,
            ],
        ]
    }

    private static func present(_ fields: [String: String?]) -> [String: String] { fields.compactMapValues { $0 } }
}
