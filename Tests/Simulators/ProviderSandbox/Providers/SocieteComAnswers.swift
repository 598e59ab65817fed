/// What the API of Societe.com tells of a company. Numbers of euros are texts, as its clients read them.
enum SocieteComAnswers {
    static func legal(_ company: Company) -> JSONValue {
        [
            "siren": .string(company.siren),
            "siretsiege": .text(company.siret),
            "denomination": .text(company.name),
            "nomcommercial": .text(company.tradeName),
            "sigle": .text(company.acronym),
            "catjuridique": .text(company.legalForm),
            "libcatjuridique": .text(LegalForms.label(company.legalForm)),
            "codenaf": .text(company.naf),
            "datecrea": .text(company.created),
            "capital": .text(company.capital.map(String.init)),
            "trancheeffectif": .text(company.workforce),
            "statut": .string(company.state == "A" && company.struckOff == nil ? "actif" : "radié"),
            "dateradiation": .text(company.struckOff ?? company.closed),
            "adresse": .text(company.seat.street),
            "codepostal": .text(company.seat.postcode),
            "ville": .text(company.seat.city),
        ]
    }

    static func accounts(_ company: Company) -> JSONValue {
        let told = company.latestFirst.filter { $0.statement != "K" && !$0.isWhollyConfidential }
        let latest = told.first { $0.resoldTurnover != nil }
        return [
            "siren": .string(company.siren),
            "dernierca": .text(latest?.resoldTurnover.map(String.init)),
            "dernierbildate": .text(latest.map { String($0.year) }),
            "bilans": .array(told.map(year)),
        ]
    }

    private static func year(_ account: Account) -> JSONValue {
        [
            "anneebilan": .string(String(account.year)),
            "datecloture": .string(account.closing),
            "dureeexercice": .string(String(account.months ?? 12)),
            "typebilan": .string(account.statement),
            "rescatotal": .text(account.resoldTurnover.map(String.init)),
            "resnet": .text(account.result.map(String.init)),
            "totalbilan": .text(account.assets.map(String.init)),
            "effectif": .text(account.headcount.map(String.init)),
            "confidentialite": .string(account.turnover == nil ? "compte de résultat confidentiel" : "public"),
        ]
    }

    static func procedures(_ company: Company) -> JSONValue {
        let procedures = company.procedures
        return [
            "siren": .string(company.siren),
            "encours": .bool(procedures.contains { $0.end == nil }),
            "procedures": .array(
                procedures.map { ["type": .string($0.type), "datedebut": .string($0.start), "datefin": .text($0.end)] }
            ),
        ]
    }

    static func contact(_ company: Company) -> JSONValue {
        [
            "siren": .string(company.siren), "telephone": .text(company.telephone), "email": .text(company.email),
            "siteweb": .text(company.website),
        ]
    }
}
