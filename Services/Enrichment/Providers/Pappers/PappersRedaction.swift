import Contracts
import FrenchBusiness

/// What is kept of Pappers' record: the fields that are read, and none that names a person or places a home
/// (representants, beneficiaires_effectifs, addresses, phone and e-mail are never among them).
enum PappersRedaction {
    private static let fields: [String: Redaction.Kept] = Redaction.values([
        "siren", "denomination", "nom_entreprise", "sigle", "personne_morale", "categorie_juridique", "code_naf",
        "date_creation", "entreprise_cessee", "date_cessation", "statut_consolide", "statut_rcs", "statut_rne",
        "date_radiation_rcs", "date_radiation_rne", "tranche_effectif", "effectif_min", "effectif_max",
        "annee_tranche_effectif", "annee_effectif", "categorie_entreprise", "date_cloture_exercice", "diffusable",
        "opposition_utilisation_commerciale", "procedure_collective_existe", "procedure_collective_en_cours",
        "derniere_mise_a_jour_sirene", "derniere_mise_a_jour_rcs",
    ]).merging([
        "siege": .object(
            Redaction.values([
                "siret", "code_postal", "ville", "code_departement", "nom_commercial", "enseigne",
                "diffusion_partielle",
            ])
        ),
        "etablissements": .list(Redaction.values(["etablissement_cesse"])),
        "finances": .list(figures),
        "finances_consolidees": .list(figures),
        "comptes": .list(
            Redaction.values([
                "date_depot", "date_cloture", "annee_cloture", "type_comptes", "confidentialite", "confdentialite",
                "confidentialite_compte_de_resultat", "confdentialite_compte_de_resultat",
            ])
        ),
        "procedures_collectives": .list(Redaction.values(["type", "date_debut", "date_fin"])),
    ]) { first, _ in first }

    private static let figures = Redaction.values([
        "annee", "date_de_cloture_exercice", "duree_exercice", "chiffre_affaires", "resultat", "marge_brute",
        "excedent_brut_exploitation",
    ])

    static func redacted(_ body: [UInt8]) -> [UInt8] {
        guard let company = LooseObject(body) else { return [] }
        let identity = PappersIdentity.identity(of: company)
        let hidesPerson = PappersIdentity.isPerson(company) || !identity.isDiffusible
        return Redaction.keeping(fields, of: body) { kept in
            guard hidesPerson else { return }
            for name in ["denomination", "nom_entreprise", "sigle"] { kept[name] = nil }
            var seat: [String: Any] = [:]
            if let partial = company.object("siege")?.decision("diffusion_partielle") {
                seat["diffusion_partielle"] = partial
            }
            // The département alone stays: it places nobody.
            if let departement = identity.facts.departement { seat["code_departement"] = departement }
            kept["siege"] = seat
        }
    }
}
