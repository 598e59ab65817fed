/// The deposits of a company at INPI: acts, the files of balance sheets, and those that were typed in.
///
/// Of a wholly confidential year there is a file that nobody may open, of one whose profit and loss statement is
/// confidential the balance sheet alone.
struct InpiAttachments: Sendable {
    static let idLength = 24

    let company: Company

    var document: JSONValue {
        let accounts = company.latestFirst
        return [
            "actes": .array(acts),
            "bilans": .array(accounts.map(file)),
            "bilansSaisis": .array(accounts.filter { !$0.isWhollyConfidential }.map(typed)),
        ]
    }

    func statement(id: String) -> JSONValue? {
        company.latestFirst.first { !$0.isWhollyConfidential && identifier($0, "b") == id }.map(typed)
    }

    private var acts: [JSONValue] {
        guard !company.isSoleTrader, let day = company.created ?? company.latestFirst.last?.depositDay else {
            return []
        }
        return [
            [
                "updatedAt": "2023-10-18T10:29:20+02:00", "siren": .string(company.siren),
                "denomination": .text(company.name), "dateDepot": .string(day), "numChrono": "1",
                "nomDocument": .string("SIM_\(company.siren)_STATUTS"), "confidentiality": "Public", "deleted": false,
                "id": .string(company.siren + "a00000000000000"),
                "typeRdd": [["typeActe": "Statuts constitutifs", "decision": "Constitution"]],
            ]
        ]
    }

    private func file(_ account: Account) -> JSONValue {
        [
            "updatedAt": .string(account.depositDay + "T03:10:34+02:00"), "siren": .string(company.siren),
            "denomination": .text(company.name), "dateDepot": .string(account.depositDay),
            "numChrono": .string(number(account)),
            "nomDocument": .string("CA_\(company.siren)_SIM_\(account.year)_\(account.statement)"),
            "confidentiality": .string(account.confidentiality ?? "Public"), "deleted": false,
            "id": .string(identifier(account, "f")), "dateCloture": .string(account.closing),
            "typeBilan": .string(account.statement), "version": "2.0", "numNat": .string("SIM-" + number(account)),
        ]
    }

    private func typed(_ account: Account) -> JSONValue {
        [
            "updatedAt": .string(account.depositDay + "T03:10:34+02:00"), "siren": .string(company.siren),
            "denomination": .text(company.name), "dateDepot": .string(account.depositDay),
            "numChrono": .string(number(account)),
            "confidentiality": .string(account.confidentiality ?? "Public"), "deleted": false,
            "id": .string(identifier(account, "b")),
            "bilanSaisi": [
                "bilan": [
                    "identite": identity(account),
                    "detail": ["pages": InpiLiasse(account: account, before: before(account)).pages],
                ],
                "version": "1.0",
            ],
            "dateCloture": .string(account.closing), "typeBilan": .string(account.statement),
            "numNat": .string("SIM-" + number(account)),
        ]
    }

    private func identity(_ account: Account) -> JSONValue {
        let before = before(account)
        return [
            "siren": .string(company.siren), "dateClotureExercice": .string(account.closing), "codeGreffe": "7501",
            "numDepot": .string(number(account)), "numGestion": "2000B00001",
            "codeActivite": .text(company.naf?.filter { $0 != "." }),
            "dateClotureExerciceNMoins1": .string(before?.closing ?? ""),
            "dureeExerciceN": .string(months(account)),
            "dureeExerciceNMoins1": .string(before.map(months) ?? ""),
            "dateDepot": .string(account.depositDay), "codeSaisie": "01",
            "codeTypeBilan": .string(account.statement), "codeDevise": "EUR", "codeOrigineDevise": "O",
            "codeConfidentialite": .string(account.confidentiality == nil ? "0" : "2"), "infoTraitement": "",
            "denomination": .text(company.name),
            "adresse": .string([company.seat.postcode, company.seat.city].compactMap { $0 }.joined(separator: " ")),
            "codeValideur": "7501",
        ]
    }

    private func months(_ account: Account) -> String {
        let months = account.months ?? 12
        return months < 10 ? "0\(months)" : "\(months)"
    }

    /// The same kind of accounts of the year before.
    private func before(_ account: Account) -> Account? {
        company.latestFirst.first {
            $0.statement == account.statement && $0.year == account.year - 1 && !$0.isWhollyConfidential
        }
    }

    private func number(_ account: Account) -> String { account.depositDay.filter(\.isNumber) }

    /// SIREN, what it is, the closing day and the kind of accounts: 24 characters, as INPI's ids have.
    private func identifier(_ account: Account, _ kind: String) -> String {
        let kinds = ["C": "c", "S": "5", "K": "4"]
        return company.siren + kind + account.closing.filter(\.isNumber) + (kinds[account.statement] ?? "0") + "00000"
    }
}
