/// A company in the shape of API Sirene 3.11: what changes stands in periods, the present one first.
struct SireneUnit: Sendable {
    /// What INSEE writes in place of what a person asked to hide.
    private static let mask = "[ND]"

    let company: Company
    private let diffusion: String

    init(company: Company, _ asked: Asked) {
        self.company = company
        diffusion = company.isMasked && asked.has("old_status") ? "N" : company.diffusion
    }

    var document: JSONValue {
        let person = company.person
        var members: [JSONValue.Member] = []
        func add(_ key: String, _ value: JSONValue) { members.append(.init(key: key, value: value)) }
        add("siren", .string(company.siren))
        add("statutDiffusionUniteLegale", .string(diffusion))
        add("dateCreationUniteLegale", .text(company.created))
        add("sigleUniteLegale", masked(company.acronym))
        add("sexeUniteLegale", masked(person.map { _ in "F" }))
        add("prenom1UniteLegale", masked(person?.firstName))
        for number in 2...4 { add("prenom\(number)UniteLegale", nil) }
        add("prenomUsuelUniteLegale", masked(person?.firstName))
        add("pseudonymeUniteLegale", nil)
        add("identifiantAssociationUniteLegale", nil)
        add("trancheEffectifsUniteLegale", .text(company.workforce))
        add("anneeEffectifsUniteLegale", .text(company.workforceYear))
        add("dateDernierTraitementUniteLegale", "2026-11-19")
        add("nombrePeriodesUniteLegale", company.closed == nil ? 1 : 2)
        add("categorieEntreprise", .text(company.category))
        add("anneeCategorieEntreprise", .text(company.categoryYear))
        add("activitePrincipaleNAF25UniteLegale", .text(company.naf25))
        add("periodesUniteLegale", .array(periods))
        return .object(members)
    }

    private var periods: [JSONValue] {
        guard let closed = company.closed else { return [period("A", from: company.created, to: nil, isFirst: true)] }
        return [
            period("C", from: closed, to: nil, isFirst: false),
            period("A", from: company.created, to: closed, isFirst: true),
        ]
    }

    private func period(_ state: String, from: String?, to: String?, isFirst: Bool) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "dateFin", value: .text(to)), .init(key: "dateDebut", value: .text(from)),
        ]
        func add(_ key: String, _ value: JSONValue, _ change: String, _ changed: Bool) {
            members.append(.init(key: key + "UniteLegale", value: value))
            members.append(.init(key: "changement\(change)UniteLegale", value: .bool(changed)))
        }
        add("etatAdministratif", .string(state), "EtatAdministratif", true)
        add("nom", masked(company.person?.lastName), "Nom", isFirst)
        add("nomUsage", nil, "NomUsage", isFirst)
        add("denomination", masked(company.isSoleTrader ? nil : company.name), "Denomination", isFirst)
        members.append(.init(key: "denominationUsuelle1UniteLegale", value: masked(company.tradeName)))
        members.append(.init(key: "denominationUsuelle2UniteLegale", value: nil))
        add("denominationUsuelle3", nil, "DenominationUsuelle", isFirst)
        add("categorieJuridique", .text(company.legalForm), "CategorieJuridique", isFirst)
        members.append(.init(key: "activitePrincipaleUniteLegale", value: .text(company.naf)))
        let nomenclature = company.naf.map { $0.count == 6 ? "NAFRev2" : "NAFRev1" }
        add("nomenclatureActivitePrincipale", .text(nomenclature), "ActivitePrincipale", isFirst)
        add("nicSiege", .text(company.seat.nic), "NicSiege", isFirst)
        add("economieSocialeSolidaire", .text(isSocial ? "O" : nil), "EconomieSocialeSolidaire", isFirst)
        add("caractereEmployeur", .string(employer), "CaractereEmployeur", isFirst)
        return .object(members)
    }

    var isSocial: Bool { company.flags?.contains("ess") ?? false }
    var employer: String { company.workforce == nil || company.workforce == "NN" ? "N" : "O" }

    func masked(_ value: String?) -> JSONValue {
        company.isMasked && value != nil ? .string(Self.mask) : .text(value)
    }
}
