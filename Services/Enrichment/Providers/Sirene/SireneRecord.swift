import Contracts
import FrenchBusiness

/// A legal unit of the Sirene register. What changes over time stands in its current period; in an answer about an
/// establishment it stands flat, and the establishment's address beside it.
struct SireneRecord: Sendable {
    let siren: SIREN
    let identity: Identity

    /// - Returns: nil where no unit with a SIREN is in it.
    init?(_ reply: LooseObject) {
        if let unit = reply.object("uniteLegale") {
            self.init(unit, siren: unit.text("siren"), seat: nil)
            return
        }
        let listed = (reply.objects("etablissements") ?? []).prefix(1000)
        let seat = listed.first { $0.decision("etablissementSiege") == true } ?? listed.first
        guard let place = reply.object("etablissement") ?? seat, let unit = place.object("uniteLegale") else {
            return nil
        }
        let isSeat = place.decision("etablissementSiege") == true
        self.init(unit, siren: place.text("siren"), seat: isSeat ? place : nil)
    }

    private init?(_ unit: LooseObject, siren: String?, seat: LooseObject?) {
        guard let siren = siren.flatMap({ SIREN($0) }) else { return nil }
        self.siren = siren
        let periods = (unit.objects("periodesUniteLegale") ?? []).prefix(1000)
        let current = periods.first { $0.text("dateFin") == nil } ?? periods.first ?? unit
        let isDiffusible = unit.text("statutDiffusionUniteLegale").map { $0 == "O" } ?? true
        var facts = Self.facts(siren, unit, current)
        if let seat, !facts.isSoleTrader { facts.take(seat) }
        if !isDiffusible { facts.forgetPerson() }
        let state: Identity.State =
            switch current.text("etatAdministratifUniteLegale") {
            case "A": .active
            case "C": .ceased
            default: .unknown
            }
        identity = Identity(
            facts: facts,
            state: state,
            ceasedOn: state == .ceased ? Self.cessation(periods) : nil,
            isDiffusible: isDiffusible,
            updatedOn: unit.date("dateDernierTraitementUniteLegale")
        )
    }

    /// The first day of the latest run of periods in which it is ceased; they stand most recent first.
    private static func cessation(_ periods: ArraySlice<LooseObject>) -> CivilDate? {
        periods.prefix { $0.text("etatAdministratifUniteLegale") == "C" }.last?.date("dateDebut")
    }

    private static func facts(_ siren: SIREN, _ unit: LooseObject, _ current: LooseObject) -> CompanyFacts {
        let form = current.open("categorieJuridiqueUniteLegale").flatMap { LegalForm($0) }
        let (naf, main25) = current.activity("activitePrincipaleUniteLegale")
        let naf25 = unit.activity("activitePrincipaleNAF25UniteLegale").naf25 ?? main25
        let isSoleTrader = form?.isSoleTrader == true
        let seat = current.text("nicSiegeUniteLegale").flatMap { SIRET(siren.text + $0) }
        return CompanyFacts(
            name: isSoleTrader ? businessName(unit, current) : current.open("denominationUniteLegale"),
            tradeName: current.open("denominationUsuelle1UniteLegale") ?? unit.open("sigleUniteLegale"),
            siret: seat?.text,
            naf: naf?.text,
            naf25: naf25?.text,
            section: naf?.section?.rawValue,
            legalForm: form?.code,
            workforceBand: unit.text("trancheEffectifsUniteLegale").flatMap { WorkforceBand(rawValue: $0) }?.rawValue,
            workforceYear: unit.integer("anneeEffectifsUniteLegale"),
            category: unit.text("categorieEntreprise").flatMap { ["PME", "ETI", "GE"].contains($0) ? $0 : nil },
            createdOn: unit.date("dateCreationUniteLegale").flatMap { $0.year <= 1900 ? nil : $0 },
            isAssociation: unit.open("identifiantAssociationUniteLegale") != nil || form?.isAssociation == true,
            isSoleTrader: isSoleTrader,
            isPublicBody: form?.isPublicBody == true,
            source: SireneUnit.name
        )
    }

    /// A sole trader who is open to prospecting trades under the own name: usual first name and name of use.
    private static func businessName(_ unit: LooseObject, _ current: LooseObject) -> String? {
        if let name = current.open("denominationUniteLegale") { return name }
        guard let name = current.open("nomUsageUniteLegale") ?? current.open("nomUniteLegale") else { return nil }
        return [unit.open("prenomUsuelUniteLegale"), name].compactMap { $0 }.joined(separator: " ")
    }
}

extension Identity {
    /// Registered, and INSEE tells nothing of it.
    static let undisclosed = Identity(
        facts: CompanyFacts(isAssociation: false, isSoleTrader: false, isPublicBody: false, source: SireneUnit.name),
        state: .unknown,
        isDiffusible: false
    )
}

extension CompanyFacts {
    /// The address of the head office, of a legal person only: a sole trader's may be the home.
    fileprivate mutating func take(_ seat: LooseObject) {
        let address = seat.object("adresseEtablissement")
        let code = address?.open("codePostalEtablissement").flatMap { PostalCode($0) }
        postcode = code?.text
        city = address?.open("libelleCommuneEtablissement")
        departement = code?.departement?.code
    }
}

extension LooseObject {
    /// A text that INSEE did not mask ("[ND]", non-diffusible).
    fileprivate func open(_ key: String) -> String? { text(key).flatMap { $0.contains("[ND]") ? nil : $0 } }
}
