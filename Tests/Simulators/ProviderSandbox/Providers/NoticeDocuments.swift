/// The documents inside the notices of one company.
struct NoticeDocuments: Sendable {
    let company: Company
    let variants: Set<String>

    var registration: JSONValue {
        let spellings = [company.siren, Self.spaced(company.siren)]
        if variants.contains("registre_text") { return .string(spellings.joined(separator: ",")) }
        return .array(spellings.map { .string($0) })
    }

    /// The text, or what has become of it.
    func spelled(_ text: String) -> String { variants.contains("mojibake") ? Bytes.mojibake(text) : text }

    func persons(court: String) -> JSONValue {
        let place = court.split(separator: " ").last.map(String.init)
        let number: JSONValue = [
            "numeroIdentification": .string(Self.spaced(company.siren)), "codeRCS": "RCS",
            "nomGreffeImmat": .text(place),
        ]
        let address: JSONValue = ["codePostal": .text(company.seat.postcode), "ville": .text(company.seat.city)]
        let person: JSONValue
        if let natural = company.person, !company.isMasked {
            person = [
                "typePersonne": "pp", "numeroImmatriculation": number, "nom": .string(natural.lastName),
                "prenom": .string(natural.firstName), "adresseSiegeSocial": address,
            ]
        } else {
            person = [
                "typePersonne": "pm", "numeroImmatriculation": number, "denomination": .text(company.name.map(spelled)),
                "formeJuridique": .text(LegalForms.label(company.legalForm).map(spelled)),
                "adresseSiegeSocial": address,
            ]
        }
        return written(["personne": variants.contains("person_list") ? [person] : person])
    }

    func ruling(of notice: Notice) -> JSONValue {
        guard let ruling = notice.ruling else { return nil }
        var members: [JSONValue.Member] = [
            .init(key: "type", value: .string(notice.kind ?? "initial")),
            .init(key: "famille", value: .string(spelled(ruling.family ?? "Jugement d'ouverture"))),
            .init(key: "nature", value: .string(spelled(ruling.nature))),
            .init(key: "date", value: .string(printed(ruling.date))),
        ]
        if let complement = ruling.complement {
            members.append(.init(key: "complementJugement", value: .string(spelled(complement))))
        }
        return written(.object(members))
    }

    func deposit(of notice: Notice) -> JSONValue {
        guard let closing = notice.closing else { return nil }
        let document: JSONValue = [
            "dateCloture": .string(printed(closing)), "typeDepot": .string("Comptes annuels et rapports"),
        ]
        guard notice.confidential == true else { return written(document) }
        return written(document.adding([.init(key: "descriptif", value: .string(spelled(Self.confidentiality)))]))
    }

    func radiation(of notice: Notice) -> JSONValue {
        guard notice.family == "radiation" else { return nil }
        let whose: JSONValue =
            company.isSoleTrader
            ? ["dateCessationActivitePP": .string(printed(notice.published))] : ["radiationPM": "O"]
        guard let comment = notice.comment else { return written(whose) }
        return written(whose.adding([.init(key: "commentaire", value: .string(spelled(comment)))]))
    }

    func previous(of notice: Notice) -> JSONValue {
        guard let previous = notice.previous else { return nil }
        return written([
            "nomPublication": .string("BODACC \(previous.id.prefix(1))"),
            "numeroParution": .string(String(previous.id.dropFirst().prefix(8))),
            "dateParution": .string(printed(previous.published)),
            "numeroAnnonce": .number(Int(previous.id.dropFirst(9))),
        ])
    }

    /// A text, unless exports are imitated.
    private func written(_ document: JSONValue) -> JSONValue {
        variants.contains("objects") ? document : .string(document.text)
    }

    private func printed(_ date: String) -> String {
        let parts = date.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, date.count == 10, (1...12).contains(parts[1]) else { return date }
        if variants.contains("worded_dates") {
            let day = parts[2] == 1 ? "1er" : "\(parts[2])"
            return spelled("\(day)\u{a0}\(Self.months[parts[1] - 1]) \(parts[0])")
        }
        guard variants.contains("slashed_dates") else { return date }
        return "\(date.suffix(2))/\(date.dropFirst(5).prefix(2))/\(date.prefix(4))"
    }

    private static let months = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ]

    /// The sentence by which a registry announces accounts kept confidential (code de commerce, L. 232-25).
    private static let confidentiality =
        "Les comptes annuels sont accompagnés d'une déclaration de confidentialité en application du premier ou "
        + "deuxième alinéa de l'article L. 232-25."

    private static func spaced(_ siren: String) -> String {
        stride(from: 0, to: siren.count, by: 3)
            .map { String(siren.dropFirst($0).prefix(3)) }
            .joined(separator: " ")
    }
}
