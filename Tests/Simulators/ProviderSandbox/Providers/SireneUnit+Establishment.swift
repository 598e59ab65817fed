/// The head office in the shape of API Sirene 3.11: the unit's present facts stand flat beside it.
extension SireneUnit {
    var establishment: JSONValue {
        [
            "siren": .string(company.siren),
            "nic": .text(company.seat.nic),
            "siret": .text(company.siret),
            "statutDiffusionEtablissement": .string(company.diffusion),
            "dateCreationEtablissement": .text(company.created),
            "trancheEffectifsEtablissement": .text(company.workforce),
            "anneeEffectifsEtablissement": .text(company.workforceYear),
            "activitePrincipaleRegistreMetiersEtablissement": nil,
            "dateDernierTraitementEtablissement": "2026-11-19",
            "etablissementSiege": true,
            "activitePrincipaleNAF25Etablissement": .text(company.naf25),
            "nombrePeriodesEtablissement": 1,
            "uniteLegale": flatUnit,
            "adresseEtablissement": address(""),
            "adresse2Etablissement": emptyAddress,
            "periodesEtablissement": [period],
        ]
    }

    private var flatUnit: JSONValue {
        let person = company.person
        return [
            "etatAdministratifUniteLegale": .string(company.state),
            "statutDiffusionUniteLegale": .string(company.diffusion),
            "dateCreationUniteLegale": .text(company.created),
            "categorieJuridiqueUniteLegale": .text(company.legalForm),
            "denominationUniteLegale": masked(company.isSoleTrader ? nil : company.name),
            "sigleUniteLegale": masked(company.acronym),
            "denominationUsuelle1UniteLegale": masked(company.tradeName),
            "denominationUsuelle2UniteLegale": nil,
            "denominationUsuelle3UniteLegale": nil,
            "sexeUniteLegale": masked(person.map { _ in "F" }),
            "nomUniteLegale": masked(person?.lastName),
            "nomUsageUniteLegale": nil,
            "prenom1UniteLegale": masked(person?.firstName),
            "prenom2UniteLegale": nil,
            "prenom3UniteLegale": nil,
            "prenom4UniteLegale": nil,
            "prenomUsuelUniteLegale": masked(person?.firstName),
            "pseudonymeUniteLegale": nil,
            "activitePrincipaleUniteLegale": .text(company.naf),
            "nomenclatureActivitePrincipaleUniteLegale": .text(nomenclature),
            "identifiantAssociationUniteLegale": nil,
            "economieSocialeSolidaireUniteLegale": .text(isSocial ? "O" : nil),
            "caractereEmployeurUniteLegale": .string(employer),
            "trancheEffectifsUniteLegale": .text(company.workforce),
            "anneeEffectifsUniteLegale": .text(company.workforceYear),
            "nicSiegeUniteLegale": .text(company.seat.nic),
            "dateDernierTraitementUniteLegale": "2026-11-19",
            "categorieEntreprise": .text(company.category),
            "anneeCategorieEntreprise": .text(company.categoryYear),
            "activitePrincipaleNAF25UniteLegale": .text(company.naf25),
        ]
    }

    private var period: JSONValue {
        [
            "dateFin": nil,
            "dateDebut": .text(company.closed ?? company.created),
            "etatAdministratifEtablissement": .string(company.state == "A" ? "A" : "F"),
            "changementEtatAdministratifEtablissement": true,
            "enseigne1Etablissement": masked(company.tradeName),
            "enseigne2Etablissement": nil,
            "enseigne3Etablissement": nil,
            "changementEnseigneEtablissement": true,
            "denominationUsuelleEtablissement": nil,
            "changementDenominationUsuelleEtablissement": true,
            "activitePrincipaleEtablissement": .text(company.naf),
            "nomenclatureActivitePrincipaleEtablissement": .text(nomenclature),
            "changementActivitePrincipaleEtablissement": true,
            "caractereEmployeurEtablissement": .string(employer),
            "changementCaractereEmployeurEtablissement": true,
        ]
    }

    private var nomenclature: String? { company.naf.map { $0.count == 6 ? "NAFRev2" : "NAFRev1" } }
    private var emptyAddress: JSONValue { fields("2") { _ in nil } }

    private func address(_ number: String) -> JSONValue {
        fields(number) { field in
            switch field {
            case "libelleVoie": masked(company.seat.street)
            case "codePostal": masked(company.seat.postcode)
            case "libelleCommune": .text(company.seat.city)
            case "codeCommune": .text(company.seat.commune)
            default: nil
            }
        }
    }

    private func fields(_ number: String, _ value: (String) -> JSONValue) -> JSONValue {
        let names = [
            "complementAdresse", "numeroVoie", "indiceRepetition", "typeVoie", "libelleVoie", "codePostal",
            "libelleCommune", "libelleCommuneEtranger", "distributionSpeciale", "codeCommune", "codeCedex",
            "libelleCedex", "codePaysEtranger", "libellePaysEtranger",
        ]
        return .object(names.map { .init(key: $0 + number + "Etablissement", value: value($0)) })
    }
}
