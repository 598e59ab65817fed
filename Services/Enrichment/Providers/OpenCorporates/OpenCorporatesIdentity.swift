import Contracts
import FrenchBusiness

/// Who a company is, of OpenCorporates' record.
enum OpenCorporatesIdentity {
    /// What is read of a sole trader.
    static let fieldsOfPerson: [String: Redaction.Kept] = Redaction.values([
        "company_number", "jurisdiction_code", "incorporation_date", "dissolution_date", "company_type", "inactive",
        "current_status", "retrieved_at",
    ]).merging([
        "industry_codes": .list([
            "industry_code": .object(Redaction.values(["code", "code_scheme_id", "code_scheme_name"]))
        ])
    ]) { first, _ in first }

    /// What is read of a company.
    static let fields = fieldsOfPerson.merging([
        "name": .value, "registered_address": .object(Redaction.values(["postal_code", "locality"])),
    ]) { first, _ in first }

    /// The source does not pass on who opposes prospecting: the register's word decides.
    static func identity(of company: LooseObject) -> Identity {
        let isPerson = isPerson(company)
        let address = isPerson ? nil : company.object("registered_address")
        let postcode = address?.text("postal_code").flatMap { PostalCode($0) }
        let activity = activity(of: company)
        let facts = CompanyFacts(
            name: isPerson ? nil : company.text("name"),
            naf: activity.naf?.text,
            naf25: activity.naf25?.text,
            section: activity.naf?.section?.rawValue,
            createdOn: company.date("incorporation_date").flatMap { $0.year <= 1900 ? nil : $0 },
            postcode: postcode?.text,
            city: address?.text("locality"),
            departement: postcode?.departement?.code,
            isAssociation: company.text("company_type")?.frenchFolded.hasPrefix("association") == true,
            isSoleTrader: isPerson,
            isPublicBody: false,
            source: OpenCorporates.name
        )
        return Identity(
            facts: facts,
            state: state(of: company),
            ceasedOn: company.date("dissolution_date"),
            isDiffusible: true,
            updatedOn: company.date("retrieved_at")
        )
    }

    static func isPerson(_ company: LooseObject) -> Bool {
        guard let type = company.text("company_type")?.frenchFolded else { return false }
        return ["entrepreneur individuel", "entreprise individuelle", "affaire personnelle", "personne physique"]
            .contains { type.contains($0) }
    }

    private static func state(of company: LooseObject) -> Identity.State {
        switch company.decision("inactive") {
        case true?: return .ceased
        case false?: return .active
        case nil: break
        }
        if company.date("dissolution_date") != nil { return .ceased }
        return switch company.text("current_status")?.frenchFolded {
        case "active", "actif", "inscrit": .active
        case "inactive", "cesse", "cessee", "ceased", "radie", "radiee", "dissolved", "closed": .ceased
        default: .unknown
        }
    }

    /// Beside INSEE's own codes the source gives translations into other countries' nomenclatures.
    private static func activity(of company: LooseObject) -> (naf: NAFCode?, naf25: NAFCode?) {
        let codes = (company.objects("industry_codes") ?? []).prefix(50).compactMap { $0.object("industry_code") }
        let own = codes.filter { code in
            let scheme = (code.text("code_scheme_name") ?? "") + " " + (code.text("code_scheme_id") ?? "")
            return ["naf", "nomenclature d'activites francaise"].contains { scheme.frenchFolded.contains($0) }
        }.map { $0.activity("code") }
        return (own.lazy.compactMap(\.naf).first, own.lazy.compactMap(\.naf25).first)
    }
}
