import Contracts
import FrenchBusiness

extension InpiEntry {
    func findings(today: CivilDate) -> Findings {
        Findings(
            isFound: true,
            identity: identity(today: today),
            proceedings: proceedings(today: today),
            isOpposed: isOpenToCommerce.map { !$0 }
        )
    }

    private func identity(today: CivilDate) -> Identity {
        let end = [endedOn, struckOffOn].compactMap { $0 }.filter { $0 <= today }.min()
        // INSEE's word first; an entry with neither it nor an end is one that lasts.
        let isCeased = state == "C" || (state != "A" && end != nil)
        var facts = CompanyFacts(
            name: denomination,
            tradeName: tradeName,
            siret: siret?.text,
            naf: naf?.text,
            naf25: naf25?.text,
            section: naf?.section?.rawValue,
            legalForm: form?.code,
            createdOn: createdOn.flatMap { $0.year <= 1900 ? nil : $0 },
            postcode: isPerson ? nil : postcode?.text,
            city: city,
            departement: postcode?.departement?.code,
            establishments: establishments,
            isAssociation: form?.isAssociation == true,
            isSoleTrader: isPerson,
            isPublicBody: form?.isPublicBody == true,
            source: InpiCompany.name
        )
        if !isDiffusible { facts.forgetPerson() }
        return Identity(
            facts: facts,
            state: isCeased ? .ceased : .active,
            ceasedOn: isCeased ? end : nil,
            isDiffusible: isDiffusible,
            updatedOn: updatedOn
        )
    }

    private func proceedings(today: CivilDate) -> [Proceeding] {
        let judgments = observations.map { observation in
            ProceedingLine.Judgment(
                on: observation.judgedOn ?? observation.addedOn,
                publishedOn: observation.addedOn,
                nature: observation.words.nature,
                reference: nil
            )
        }
        let struckOff = struckOffOn.flatMap { $0 <= today ? Proceeding(kind: .struckOff, since: $0) : nil }
        return (struckOff.map { [$0] } ?? []) + ProceedingLine.proceedings(of: judgments, today: today)
    }

    /// The entry in the register's shape, with what was read and nothing else.
    var document: [String: Any] {
        let kind = isPerson ? "personnePhysique" : "personneMorale"
        var formality: [String: Any] = [
            "typePersonne": isPerson ? "P" : "M", "diffusionINSEE": isDiffusible ? "O" : "N",
        ]
        formality["diffusionCommerciale"] = isOpenToCommerce
        formality["formeJuridique"] = form?.code
        formality["nombreEtablissementsOuverts"] = establishments
        let company = Self.present([
            "denomination": denomination, "nomCommercial": tradeName, "codeApe": (naf ?? naf25)?.undotted,
        ])
        let observations: [[String: String]] = observations.map { observation in
            let texts = [observation.judgedOn?.text, observation.words.text].compactMap { $0 }
            return ["dateAjout": observation.addedOn.text, "texte": texts.joined(separator: " ")]
        }
        let part: [String: Any] = [
            "identite": ["entreprise": company],
            "adresseEntreprise": ["adresse": Self.present(["codePostal": postcode?.text, "commune": city])],
            "etablissementPrincipal": ["descriptionEtablissement": Self.present(["siret": siret?.text])],
            "detailCessationEntreprise": Self.present([
                "dateRadiation": struckOffOn?.text, "dateCessationTotaleActivite": endedOn?.text,
            ]),
            "observations": ["rcs": observations],
        ]
        formality["content"] = [
            "natureCreation": Self.present(["dateCreation": createdOn?.text]),
            "natureCessationEntreprise": Self.present(["etatAdministratifInsee": state]),
            kind: part,
        ]
        var document: [String: Any] = ["siren": siren.text, "formality": formality]
        document["updatedAt"] = updatedOn?.text
        return document
    }

    private static func present(_ fields: [String: String?]) -> [String: String] { fields.compactMapValues { $0 } }
}
