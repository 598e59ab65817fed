/// One notice of the BODACC.
struct Notice: Decodable, Sendable {
    struct Ruling: Decodable, Sendable {
        var nature: String
        /// As it was printed: `2026-01-06`, `06/01/2026` or `6 janvier 2026`.
        var date: String
        var family: String?
        var complement: String?
    }

    /// Letter, four digits of year, four of issue, then the number of the notice.
    var id: String
    /// `collective`, `radiation` or `dpc`.
    var family: String
    var published: String
    var court: String
    var closing: String?
    var confidential: Bool?
    var ruling: Ruling?
    /// `annonce` when absent, `rectificatif` or `annulation`.
    var kind: String?
    /// The id and the day of publication of the notice that this one corrects or takes back.
    var previous: Previous?
    /// What a radiation adds in words.
    var comment: String?

    struct Previous: Decodable, Sendable {
        var id: String
        var published: String
    }
}

extension Company {
    /// An insolvency procedure, in the words of the paying services.
    struct Procedure: Sendable {
        var type: String
        var start: String
        var end: String?
    }

    /// What the collective notices come to: those taken back or corrected are left out, a later one ends an earlier.
    var procedures: [Procedure] {
        let replaced = Set((notices ?? []).compactMap(\.previous?.id))
        let valid = (notices ?? [])
            .filter { $0.family == "collective" && $0.kind != "annulation" && !replaced.contains($0.id) }
            .sorted { $0.published < $1.published }
        var procedures: [Procedure] = []
        for notice in valid {
            guard let nature = notice.ruling?.nature.lowercased() else { continue }
            if let last = procedures.indices.last { procedures[last].end = notice.published }
            if nature.contains("clôture") || nature.contains("fin ") { continue }
            let type =
                nature.contains("liquidation")
                ? "Liquidation judiciaire"
                : nature.contains("redressement")
                    ? "Redressement judiciaire"
                    : nature.contains("sauvegarde") ? "Procédure de sauvegarde" : "Autre"
            procedures.append(Procedure(type: type, start: notice.published))
        }
        return procedures
    }
}
