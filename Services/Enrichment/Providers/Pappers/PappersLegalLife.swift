import FrenchBusiness

/// Insolvency and the end of the registration, of Pappers' record.
struct PappersLegalLife {
    private let company: LooseObject
    private let today: CivilDate

    /// - Parameter today: when the record was fetched; an end after it has not come yet.
    init(_ company: LooseObject, asOf today: CivilDate) {
        self.company = company
        self.today = today
    }

    var proceedings: [Proceeding] {
        let rows = company.objects("procedures_collectives") ?? []
        return rows.prefix(50).compactMap(proceeding) + [strikingOff].compactMap(\.self)
    }

    /// nil for "Autre": what it is, nobody says.
    private func proceeding(_ row: LooseObject) -> Proceeding? {
        guard let kind = row.text("type").flatMap(Self.kind) else { return nil }
        let end = row.date("date_fin").flatMap { $0 <= today ? $0 : nil }
        let isOver = company.decision("procedure_collective_en_cours") == false
        return Proceeding(
            kind: kind,
            since: row.date("date_debut") ?? end ?? today,
            until: end ?? (isOver ? today : nil)
        )
    }

    private static func kind(of type: String) -> Proceeding.Kind? {
        let type = type.frenchFolded
        if type.contains("liquidation") { return .liquidation }
        if type.contains("redressement") { return .receivership }
        return type.contains("sauvegarde") ? .safeguard : nil
    }

    /// Struck off the trade register; the national register's word counts where the trade register does not know the
    /// company (craftsmen, liberal professions).
    private var strikingOff: Proceeding? {
        let trade = company.text("statut_rcs")?.frenchFolded
        let national = company.text("statut_rne")?.frenchFolded
        if Self.saysStruckOff(trade) {
            return Proceeding(kind: .struckOff, since: company.date("date_radiation_rcs") ?? ended)
        }
        guard trade != "inscrit", Self.saysStruckOff(national) else { return nil }
        return Proceeding(kind: .struckOff, since: company.date("date_radiation_rne") ?? ended)
    }

    private var ended: CivilDate { company.date("date_cessation") ?? today }

    private static func saysStruckOff(_ status: String?) -> Bool { status?.hasPrefix("radi") == true }
}
