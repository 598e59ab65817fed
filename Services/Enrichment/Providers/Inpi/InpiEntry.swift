import FrenchBusiness

/// What is read of an entry of the RNE, `{"siren", "updatedAt", "formality": {"typePersonne", "diffusionCommerciale",
/// "content": {…}}}`. Who directs or owns the company is not read; of a natural person neither name nor place.
struct InpiEntry: Sendable {
    let siren: SIREN
    let updatedOn: CivilDate?
    /// A natural person's business: nothing of it that names the person or places the home is read.
    let isPerson: Bool
    /// False: the holder refuses commercial use. nil: not said.
    let isOpenToCommerce: Bool?
    let isDiffusible: Bool
    let form: LegalForm?
    let createdOn: CivilDate?
    let naf: NAFCode?
    let naf25: NAFCode?
    let denomination: String?
    let tradeName: String?
    let siret: SIRET?
    /// Of a natural person without the digits that tell the town.
    let postcode: PostalCode?
    let city: String?
    let establishments: Int?
    /// INSEE's A or C, where the entry holds it.
    let state: String?
    let endedOn: CivilDate?
    let struckOffOn: CivilDate?
    let observations: [Observation]

    /// What the court's clerk wrote beside the entry, by its telling words.
    struct Observation: Sendable {
        let addedOn: CivilDate
        let judgedOn: CivilDate?
        let words: TellingWords
    }

    /// - Returns: nil unless it is an entry about a SIREN.
    init?(_ body: [UInt8]) {
        guard let root = LooseObject(body), let formality = root.object("formality"),
            let siren = (root.text("siren") ?? formality.text("siren")).flatMap({ SIREN($0) }),
            let content = formality.object("content")
        else { return nil }
        let creation = content.object("natureCreation")
        let kinds = ["personneMorale", "exploitation", "personnePhysique"]
        let kind = kinds.first { content.object($0) != nil }
        let part = kind.flatMap { content.object($0) }
        let identity = part?.object("identite")
        let company = identity?.object("entreprise")
        let forms = [
            formality.text("formeJuridique"), creation?.text("formeJuridiqueInsee"), creation?.text("formeJuridique"),
            company?.text("formeJuridique"),
        ]
        let form = forms.lazy.compactMap { $0.flatMap { LegalForm($0) } }.first
        let type = formality.text("typePersonne")?.uppercased()
        isPerson =
            type == "P" || kind == "personnePhysique" || form?.isSoleTrader == true
            || (kind == "exploitation" && identity?.object("entrepreneur") != nil)
        self.siren = siren
        updatedOn = root.date("updatedAt")
        isOpenToCommerce = formality.decision("diffusionCommerciale")
        isDiffusible = !["N", "P"].contains(formality.text("diffusionINSEE")?.uppercased() ?? "O")
        self.form = form ?? (isPerson ? LegalForm("1000") : nil)
        createdOn = creation?.date("dateCreation") ?? company?.date("dateImmat")
        let main = part?.object("etablissementPrincipal")
        (naf, naf25) = company?.activity("codeApe") ?? (nil, nil)
        let place = part?.object("adresseEntreprise")?.object("adresse")
        let written = place?.text("codePostal")
        postcode = (isPerson ? written.map(Self.coarse) : written).flatMap { PostalCode($0) }
        let description = main?.object("descriptionEtablissement")
        let seat = company?.text("nicSiege").map { siren.text + $0 } ?? description?.text("siret")
        denomination = isPerson ? nil : company?.text("denomination")
        tradeName =
            isPerson
            ? nil
            : company?.text("nomCommercial") ?? description?.text("nomCommercial") ?? description?.text("enseigne")
        siret = isPerson ? nil : seat.flatMap { SIRET($0) }
        city = isPerson ? nil : place?.text("commune")
        establishments =
            (formality.integer("nombreEtablissementsOuverts")
            ?? root.integer("nombreEtablissementsOuverts")).flatMap { (0...1_000_000).contains($0) ? $0 : nil }
        let cessation = part?.object("detailCessationEntreprise")
        let nature = content.object("natureCessationEntreprise")
        state = nature?.text("etatAdministratifInsee")?.uppercased()
        struckOffOn =
            cessation?.date("dateRadiation") ?? nature?.date("dateRadiation") ?? company?.date("dateRadiation")
        endedOn = cessation?.date("dateCessationTotaleActivite") ?? cessation?.date("dateEffet")
        observations = (part?.object("observations")?.objects("rcs") ?? []).prefix(500).compactMap(Observation.init)
    }

    /// The département, as far as a postal code tells it: two digits, three in Corsica and overseas.
    private static func coarse(_ postcode: String) -> String {
        let digits = ["20", "97", "98"].contains { postcode.hasPrefix($0) } ? 3 : 2
        return String(postcode.prefix(digits)) + String(repeating: "0", count: max(0, postcode.count - digits))
    }
}

extension InpiEntry.Observation {
    init?(_ row: LooseObject) {
        let state = (row.text("etatObs") ?? row.text("etatObservation"))?.frenchFolded
        guard let text = row.text("texte"), state?.hasPrefix("suppr") != true,
            let addedOn = row.date("dateAjout") ?? row.date("dateGreffe")
        else { return nil }
        let words = TellingWords(text)
        guard !words.words.isEmpty else { return nil }
        self.init(addedOn: addedOn, judgedOn: FrenchNoticeDate.parse(text, publishedOn: addedOn), words: words)
    }
}
