import FrenchBusiness

/// One registered company held against what the list says.
struct Assessment: Sendable {
    let company: RegisteredCompany
    let name: NameMatch
    /// The agreement is with a trade name, sign or acronym, or with a part of what the list says.
    let isByOtherName: Bool
    let place: PlaceMatch
    let isSameActivity: Bool
    let isOtherActivity: Bool
    let isNamedBySite: Bool
    /// nil: nothing can be said
    let isPhoneZoneRight: Bool?
    let isFormOther: Bool
    let isFormSame: Bool
    /// A civil company where the list does not speak of one.
    let holdsProperty: Bool

    init?(_ sought: SoughtCompany, _ names: [CompanyName], _ company: RegisteredCompany) {
        let town = sought.city.map { TownName($0).nameWords } ?? []
        var best: (match: NameMatch, listed: Int, registered: Int)?
        for (i, listed) in names.enumerated() {
            for (j, text) in company.names.prefix(12).enumerated() {
                for (k, registered) in CompanyName.variants(of: text).enumerated() {
                    let match = NameMatch.between(listed, registered, town: town)
                    guard match.kind != .different else { continue }
                    if let best, (best.match.kind, best.match.score) >= (match.kind, match.score) { continue }
                    best = (match, i, j + k)
                }
            }
        }
        guard let best else { return nil }
        self.company = company
        name = best.match
        isByOtherName = best.listed > 0 || best.registered > 0
        place = PlaceMatch.best(sought, company.places)
        let (listedNAF, naf) = (sought.naf.flatMap { NAFCode($0) }, company.naf.flatMap { NAFCode($0) })
        isSameActivity = listedNAF != nil && naf != nil && listedNAF?.text.prefix(2) == naf?.text.prefix(2)
        isOtherActivity = listedNAF != nil && naf != nil && listedNAF?.section != naf?.section
        isNamedBySite = company.names.prefix(12).contains { text in
            CompanyName(text).map { SiteName.names(sought.domain, $0, town: town) } ?? false
        }
        isPhoneZoneRight = PhoneZone.agrees(sought.phoneZone, with: company.places)
        let (listed, form) = (
            names.lazy.compactMap(\.form).first, NameForm(company.legalForm.flatMap { LegalForm($0) })
        )
        isFormSame = listed != nil && listed == form
        isFormOther = listed != nil && form != nil && listed != form
        holdsProperty = form == .civil && listed != .civil && !isSameActivity
    }

    /// 0 to about 110, for ranking.
    var score: Double {
        var score = 60 * name.score - (isByOtherName ? 2 : 0)
        switch place {
        case .postcode: score += 30
        case .town: score += 22
        case .departement: score += 12
        case .unknown: score += 10
        case .region: score += 4
        case .elsewhere: break
        }
        if isSameActivity { score += 5 }
        if isOtherActivity { score -= 3 }
        if isNamedBySite { score += 6 }
        if isPhoneZoneRight == false { score -= 4 }
        if isFormSame { score += 2 }
        if isFormOther { score -= 12 }
        if holdsProperty { score -= 10 }
        if name.isApart { score -= 12 }
        if company.isCeased { score -= 18 }
        return score
    }

    /// What speaks against it, so that it is never taken unseen.
    var isContradicted: Bool {
        company.isCeased || !company.isDiffusible || isFormOther || holdsProperty || name.isApart || place.contradicts
            || (isPhoneZoneRight == false && !place.isHere)
    }

    var reasons: [IdentificationReason] {
        var reasons: [IdentificationReason] = []
        switch name.kind {
        case .same: reasons.append(isByOtherName ? .tradeName : .sameName)
        case .close: reasons.append(.closeName)
        case .partial, .different: reasons.append(.partialName)
        }
        switch place {
        case .postcode: reasons.append(.samePostcode)
        case .town: reasons.append(.sameTown)
        case .departement: reasons.append(.sameDepartement)
        case .region: reasons.append(.sameRegion)
        case .elsewhere: reasons.append(.elsewhere)
        case .unknown: reasons.append(.placeUnknown)
        }
        if isSameActivity { reasons.append(.sameActivity) }
        if isOtherActivity { reasons.append(.otherActivity) }
        if isNamedBySite { reasons.append(.siteNamesIt) }
        if isPhoneZoneRight == false { reasons.append(.phoneZoneDiffers) }
        if company.isCeased { reasons.append(.ceased) }
        if isFormOther { reasons.append(.formDiffers) }
        if holdsProperty { reasons.append(.holdsProperty) }
        if name.isApart { reasons.append(.nameSaysAnother) }
        return reasons
    }
}
