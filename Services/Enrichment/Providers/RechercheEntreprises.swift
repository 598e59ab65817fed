import Contracts
import Foundation
import FrenchBusiness
import HTTPClient

/// The State's search of companies (DINUM): identity, state, diffusion and the latest published year's figures.
///
/// Free, without a key, 7 requests a second and address. Nine digits as the question are a look-up by SIREN; an
/// unknown one is answered 200 without results.
struct RechercheEntreprises: Provider {
    static let name = ProviderName.rechercheEntreprises

    let baseURL: String

    var name: String { Self.name }

    func request(about siren: SIREN) -> HTTPRequest {
        let query = [("q", siren.text), ("page", "1"), ("per_page", "1")]
        return .json(RequestURL.joining(baseURL, path: ["search"], query: query))
    }

    func read(_ body: [UInt8], about siren: SIREN, at fetchedAt: Date) throws(UnreadableReply) -> Findings {
        guard let results = LooseObject(body)?.objects("results") else { throw UnreadableReply(provider: name) }
        guard let unit = results.first(where: { $0.text("siren") == siren.text }), !Self.isGhost(unit) else {
            return .nothing
        }
        return Findings(isFound: true, identity: Self.identity(unit), years: Self.years(unit, fetchedAt))
    }

    func lifetime(of findings: Findings) -> Lifetime {
        guard findings.isFound else { return .subject(.unknownSIREN) }
        return .subject(findings.identity?.state == .ceased ? .ceased : .identity)
    }

    func redacted(_ body: [UInt8]) -> [UInt8] { Redaction.withoutPersons(body) }

    /// The register holds records of which nothing is known but the number (123456789).
    private static func isGhost(_ unit: LooseObject) -> Bool {
        unit.text("etat_administratif") == nil && unit.text("nature_juridique") == nil
            && unit.text("date_creation") == nil
    }

    private static func identity(_ unit: LooseObject) -> Identity {
        let isDiffusible = unit.text("statut_diffusion").map { $0 == "O" } ?? true
        let state: Identity.State =
            switch unit.text("etat_administratif") {
            case "A": .active
            case "C": .ceased
            default: .unknown
            }
        var facts = facts(unit)
        if !isDiffusible { facts.forgetPerson() }
        return Identity(
            facts: facts,
            state: state,
            ceasedOn: unit.date("date_fermeture"),
            isDiffusible: isDiffusible,
            updatedOn: unit.date("date_mise_a_jour_insee") ?? unit.date("date_mise_a_jour")
        )
    }

    private static func facts(_ unit: LooseObject) -> CompanyFacts {
        let seat = unit.object("siege")
        let extras = unit.object("complements")
        let form = unit.text("nature_juridique").flatMap { LegalForm($0) }
        let postcode = seat?.text("code_postal").flatMap { PostalCode($0) }
        return CompanyFacts(
            name: unit.text("nom_raison_sociale") ?? unit.text("nom_complet"),
            tradeName: seat?.text("nom_commercial") ?? unit.text("sigle"),
            siret: seat?.text("siret").flatMap { SIRET($0) }?.text,
            naf: unit.text("activite_principale").flatMap { NAFCode($0) }?.text,
            naf25: unit.text("activite_principale_naf25").flatMap { NAFCode($0) }?.text,
            section: unit.text("section_activite_principale").flatMap { NAFSection(rawValue: $0) }?.rawValue,
            legalForm: form?.code,
            workforceBand: unit.text("tranche_effectif_salarie").flatMap { WorkforceBand(rawValue: $0) }?.rawValue,
            workforceYear: unit.integer("annee_tranche_effectif_salarie"),
            category: unit.text("categorie_entreprise").flatMap { ["PME", "ETI", "GE"].contains($0) ? $0 : nil },
            createdOn: unit.date("date_creation").flatMap { $0.year <= 1900 ? nil : $0 },
            postcode: postcode?.text,
            city: seat?.text("libelle_commune"),
            departement: seat?.text("departement").flatMap { Departement($0) }?.code ?? postcode?.departement?.code,
            establishments: unit.integer("nombre_etablissements_ouverts"),
            isAssociation: extras?.flag("est_association") == true || form?.isAssociation == true,
            isSoleTrader: extras?.flag("est_entrepreneur_individuel") == true || form?.isSoleTrader == true,
            isPublicBody: extras?.flag("est_administration") == true || extras?.flag("est_service_public") == true
                || form?.isPublicBody == true,
            source: Self.name
        )
    }

    /// One year at most in practice, keyed by fiscal year; the closing day is not said and taken as 31 December.
    /// Zero is not believed here: the source writes it for hidden turnovers too, and does not say which it is.
    private static func years(_ unit: LooseObject, _ fetchedAt: Date) -> [AccountingYear] {
        let members = unit.object("finances")?.members ?? []
        return members.sorted { $0.key > $1.key }.prefix(30).compactMap { key, figures in
            guard let year = Int(key), (1980...2200).contains(year),
                let closing = CivilDate(year: year, month: 12, day: 31)
            else { return nil }
            let (amount, result) = (figures.cents("ca"), figures.cents("resultat_net"))
            if amount == nil, result == nil { return nil }
            if let amount, amount < 0 { return nil }
            let isKnown = (amount ?? 0) > 0
            return AccountingYear(
                closingDate: closing,
                kind: .social,
                source: name,
                months: 0,
                amountCents: isKnown ? amount : nil,
                status: isKnown ? .known : .unknown,
                resultCents: result,
                fetchedAt: fetchedAt
            )
        }
    }
}
