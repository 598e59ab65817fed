/// What INPI's register holds of a company besides its deposits.
enum InpiFormality {
    static func document(of company: Company) -> JSONValue {
        let isNatural = company.isSoleTrader
        let content: [JSONValue.Member] = [
            .init(key: "succursaleOuFiliale", value: "AVEC_ETABLISSEMENT"),
            .init(key: "formeExerciceActivitePrincipale", value: "COMMERCIALE"),
            .init(key: "natureCreation", value: creation(company)),
            isNatural
                ? .init(key: "personnePhysique", value: naturalPerson(company))
                : .init(key: "personneMorale", value: legalPerson(company)),
        ]
        return [
            "updatedAt": "2026-11-19T17:00:00+01:00",
            "id": .string("f0" + company.siren + "0000000000000"),
            "siren": .string(company.siren),
            "nombreRepresentantsActifs": 1,
            "nombreEtablissementsOuverts": .integer(company.openEstablishments),
            "formality": [
                "siren": .string(company.siren),
                "content": .object(content),
                "historique": [],
                "typePersonne": isNatural ? "P" : "M",
                "diffusionINSEE": company.isMasked ? "N" : "O",
                "diffusionCommerciale": .bool(company.commercialUse ?? !company.isMasked),
                "indicateurEntreeSortieRegistre": true,
                "formeJuridique": .text(company.legalForm),
                "created": .text(company.created),
                "updated": "2026-11-19T17:00:00+01:00",
            ],
        ]
    }

    private static func creation(_ company: Company) -> JSONValue {
        [
            "dateCreation": .text(company.created), "societeEtrangere": false,
            "formeJuridique": .text(company.legalForm), "microEntreprise": .bool(company.isSoleTrader),
            "etablieEnFrance": true, "salarieEnFrance": .bool(company.workforce.map { $0 != "NN" } ?? false),
            "relieeEntrepriseAgricole": false, "entrepriseAgricole": false,
        ]
    }

    private static func legalPerson(_ company: Company) -> JSONValue {
        [
            "identite": [
                "entreprise": [
                    "siren": .string(company.siren), "denomination": .text(company.name),
                    "formeJuridique": .text(company.legalForm), "nicSiege": .text(company.seat.nic),
                    "codeApe": .text(company.naf?.filter { $0 != "." }), "dateImmat": .text(company.created),
                    "dateRadiation": .text(company.struckOff ?? company.closed),
                ],
                "description": [
                    "objet": .text(ActivitySection.letter(of: company.naf).map { "Activités de la section \($0)" }),
                    "duree": 99, "dateClotureExerciceSocial": .string(yearEnd(company)),
                    "montantCapital": .number(company.capital), "deviseCapital": "EUR", "sigle": .text(company.acronym),
                    "ess": .bool(company.flags?.contains("ess") ?? false),
                ],
            ],
            "adresseEntreprise": ["adresse": address(company)],
            "composition": ["pouvoirs": []],
            "etablissementPrincipal": establishment(company),
            "autresEtablissements": [],
            "observations": observations(company),
        ]
    }

    private static func naturalPerson(_ company: Company) -> JSONValue {
        let person = company.isMasked ? nil : company.person
        return [
            "identite": [
                "entrepreneur": [
                    "descriptionPersonne": [
                        "nom": .text(person?.lastName), "prenoms": .texts(person.map { [$0.firstName] }),
                    ]
                ],
                "entreprise": [
                    "siren": .string(company.siren), "nicSiege": .text(company.seat.nic),
                    "codeApe": .text(company.naf?.filter { $0 != "." }), "dateImmat": .text(company.created),
                ],
            ],
            "adresseEntreprise": ["adresse": address(company)],
            "etablissementPrincipal": establishment(company),
            "observations": observations(company),
        ]
    }

    private static func address(_ company: Company) -> JSONValue {
        [
            "pays": "FRANCE", "codePays": "FRA", "codePostal": .text(company.isMasked ? nil : company.seat.postcode),
            "commune": .text(company.seat.city), "codeInseeCommune": .text(company.seat.commune),
            "voie": .text(company.isMasked ? nil : company.seat.street),
        ]
    }

    private static func establishment(_ company: Company) -> JSONValue {
        [
            "descriptionEtablissement": [
                "siret": .text(company.siret), "enseigne": .text(company.tradeName), "rolePourEntreprise": "2",
                "statutPourFormalite": .string(company.state == "A" ? "1" : "4"),
                "codeApe": .text(company.naf?.filter { $0 != "." }),
            ],
            "adresse": address(company),
        ]
    }

    /// What the registry noted: rulings and radiations.
    private static func observations(_ company: Company) -> JSONValue {
        let noted = (company.notices ?? []).filter { $0.family != "dpc" }.enumerated().map {
            place,
            notice -> JSONValue in
            [
                "numObservation": .string("\(place + 1)"),
                "texte": .string(notice.ruling?.nature ?? notice.comment ?? "Radiation"),
                "dateAjout": .string(notice.published), "etatObservation": "Actif",
            ]
        }
        return ["rcs": .array(noted)]
    }

    /// Day and month of the last closing: `3112`.
    private static func yearEnd(_ company: Company) -> String {
        let closing = company.latestFirst.first?.closing ?? "2025-12-31"
        return String(closing.suffix(2)) + closing.dropFirst(5).prefix(2)
    }
}
