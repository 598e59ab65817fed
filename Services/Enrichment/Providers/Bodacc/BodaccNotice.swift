import FrenchBusiness

/// One notice of BODACC (dataset `annonces-commerciales`), as far as it says something of insolvency, registration or
/// accounts. Holds nobody's name and no address.
struct BodaccNotice: Sendable, Equatable {
    enum Action: String, Sendable {
        case announcement = "annonce"
        /// Stands in the place of the notice that it names.
        case correction = "rectificatif"
        /// Takes the notice that it names back.
        case withdrawal = "annulation"
    }

    struct Judgment: Sendable, Equatable {
        var family: String?
        var nature: String?
        var complement: TellingWords
        var on: CivilDate?
    }

    struct Accounts: Sendable, Equatable {
        var closingDate: CivilDate?
        var type: String?
        /// A declaration of confidentiality, where one was filed with the accounts.
        var descriptif: String?
    }

    struct Striking: Sendable, Equatable {
        var comment: String?
        var endedOn: CivilDate?
    }

    let id: String
    let publishedOn: CivilDate
    let action: Action
    /// `collective`, `radiation`, `dpc`, `creation`, `immatriculation`, `modification`, …: an open set.
    let family: String
    let sirens: [SIREN]
    /// Folded name of the register's court clerk (greffe).
    let registry: String?
    var judgment: Judgment?
    var accounts: Accounts?
    var striking: Striking?
    /// Which notice is corrected or withdrawn.
    let previous: NoticeKey?

    var key: NoticeKey? { NoticeKey(identity: id) }

    /// - Returns: nil where it has no identity, no date, or is about no SIREN.
    init?(_ row: LooseObject) {
        guard let id = row.text("id"), let publishedOn = FrenchNoticeDate.parse(row.text("dateparution")) else {
            return nil
        }
        let persons = row.embedded("listepersonnes")?.oneOrMore("personne").prefix(50) ?? []
        let sirens = Self.sirens(row, persons)
        guard !sirens.isEmpty else { return nil }
        self.id = String(id.prefix(40))
        self.publishedOn = publishedOn
        action = row.text("typeavis").flatMap { Action(rawValue: $0.frenchFolded) } ?? .announcement
        family = String((row.text("familleavis")?.frenchFolded ?? "").prefix(40))
        self.sirens = sirens
        registry = persons.lazy.compactMap { $0.object("numeroImmatriculation")?.text("nomGreffeImmat") }.first
            .map { String(Mojibake.repaired($0).frenchFolded.prefix(80)) }
        judgment = row.embedded("jugement").map { Self.judgment($0, publishedOn) }
        accounts = row.embedded("depot").map { Self.accounts($0, publishedOn) }
        striking = Self.striking(row, family, publishedOn)
        previous = row.embedded("parutionavisprecedent").flatMap { NoticeKey($0) }
    }

    /// Each stands twice in `registre`, with and without spaces; some stand in the list of persons only.
    private static func sirens(_ row: LooseObject, _ persons: ArraySlice<LooseObject>) -> [SIREN] {
        var texts = row.texts("registre")
        for person in persons {
            let commercial = person.object("numeroImmatriculation")
            let crafts = person.object("inscriptionRM")
            texts += [
                commercial?.text("numeroIdentification"), commercial?.text("numeroIdentificationRCS"),
                crafts?.text("numeroIdentificationRM"),
            ].compactMap { $0 }
        }
        var sirens: [SIREN] = []
        for text in texts {
            let digits = text.utf8.filter { (0x30...0x39).contains($0) }
            if let siren = SIREN(ascii: digits), !sirens.contains(siren) { sirens.append(siren) }
        }
        return Array(sirens.prefix(100))
    }

    private static func judgment(_ part: LooseObject, _ publishedOn: CivilDate) -> Judgment {
        Judgment(
            family: part.text("famille").map { Mojibake.repaired($0) },
            nature: part.text("nature").map { Mojibake.repaired($0) },
            complement: TellingWords(part.text("complementJugement") ?? ""),
            on: FrenchNoticeDate.parse(part.text("date"), publishedOn: publishedOn)
        )
    }

    private static func accounts(_ part: LooseObject, _ publishedOn: CivilDate) -> Accounts {
        Accounts(
            closingDate: FrenchNoticeDate.parse(part.text("dateCloture"), publishedOn: publishedOn),
            type: part.text("typeDepot").map { Mojibake.repaired($0) },
            descriptif: part.text("descriptif").map { Mojibake.repaired($0) }
        )
    }

    /// The day of a natural person's cessation stands in one of two places; companies have none.
    private static func striking(_ row: LooseObject, _ family: String, _ publishedOn: CivilDate) -> Striking? {
        let part = row.embedded("radiationaurcs")
        guard part != nil || family == "radiation" else { return nil }
        let day = part?.text("dateCessationActivitePP") ?? part?.object("radiationPP")?.text("dateCessationActivitePP")
        return Striking(
            comment: part?.text("commentaire").map { Mojibake.repaired($0).frenchFolded },
            endedOn: FrenchNoticeDate.parse(day, publishedOn: publishedOn)
        )
    }
}
