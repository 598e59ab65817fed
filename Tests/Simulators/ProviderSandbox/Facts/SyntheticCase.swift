/// What is particular about a generated company.
///
/// `9990`, the number of the case in two digits, two free digits and the key: `999003008` is the first company that
/// has no turnover at all. 00 is the demonstration's. `GET /_cases` lists them.
enum SyntheticCase: Int, CaseIterable, Sendable {
    /// Three public years.
    case known = 1
    /// The profit and loss statement is confidential.
    case confidential
    /// A public turnover of zero.
    case zero
    /// Consolidated accounts beside the company's own, of the same closing day, 38 times as large.
    case group
    /// The last year was filed in thousands; paying services tell it right.
    case unitError
    /// The last year has nine months.
    case shortYear
    /// 2024, 2019 and 2018, with confidential deposits between.
    case gapYears
    /// Receivership, converted into liquidation; active in Sirene.
    case liquidation
    /// Struck off the RCS; active in Sirene.
    case radiation
    /// Opposed to commercial use at Pappers, diffusible elsewhere.
    case opposition
    /// A natural person without accounts.
    case soleTrader
    /// A natural person who asked for partial diffusion.
    case nonDiffusible
    /// Nothing was ever deposited.
    case notFiled
    /// Deposits of which nothing is public.
    case whollyConfidential
    /// The RNE says no commercial use, the others say nothing.
    case registryFlag
    /// Receivership with a plan.
    case receivership
    /// Ceased in Sirene.
    case ceased
    /// A second number of a unit: Sirene answers 301.
    case duplicate
    /// Disclosed nowhere: Sirene answers 403.
    case undisclosed
    /// A liquidation that a later notice takes back.
    case annulled
    /// A liquidation that a later notice corrects into a receivership.
    case corrected
    /// A radiation that a later notice takes back.
    case reinstated
    /// Pappers and Societe.com tell a turnover that differs by 4 %.
    case conflict

    /// The case of a SIREN of the range 9990; nil for the demonstration's and unused ones.
    static func of(_ siren: String) -> SyntheticCase? {
        Int(siren.dropFirst(4).prefix(2)).flatMap(SyntheticCase.init(rawValue:))
    }

    /// One of the rarer cases for the first thirteen lots of a hundred, nothing for the others.
    static func rare(_ lot: Int) -> SyntheticCase? {
        let cases: [SyntheticCase] = [
            .zero, .group, .unitError, .shortYear, .gapYears, .liquidation, .radiation, .opposition, .soleTrader,
            .nonDiffusible, .whollyConfidential, .registryFlag, .receivership,
        ]
        return lot < cases.count ? cases[lot] : nil
    }

    /// The number-th SIREN of the case, 0 to 99.
    func siren(_ number: Int = 0) -> String {
        IdentifierKey.completed("9990" + Self.twoDigits(rawValue) + Self.twoDigits(number))
    }

    /// The cases, as `GET /_cases` shows them.
    static var document: JSONValue {
        .object(
            allCases.map {
                .init(key: "\($0)", value: ["number": .integer($0.rawValue), "siren": .string($0.siren())])
            }
        )
    }

    /// Turns an ordinary company into one of the case.
    func shape(_ company: inout Company, _ random: inout Draws) {
        company.state = "A"
        company.closed = nil
        company.openEstablishments = 1
        company.accounts = SyntheticCompany.years(["2022-12-31", "2023-12-31", "2024-12-31"], &random)
        shapeAccounts(&company)
        shapePerson(&company)
        shapeEnd(&company)
        SyntheticNotices.announceProcedures(of: self, &company)
    }

    private func shapeEnd(_ company: inout Company) {
        switch self {
        case .radiation: company.struckOff = "2026-03-02"
        case .opposition: company.opposed = true
        case .registryFlag: company.commercialUse = false
        case .undisclosed: company.undisclosed = true
        case .duplicate: company.duplicateOf = SyntheticCase.known.siren(Int(company.siren.dropFirst(6).prefix(2)) ?? 0)
        case .ceased:
            company.state = "C"
            company.closed = "2025-06-30"
            company.openEstablishments = 0
        default: break
        }
    }

    private func shapePerson(_ company: inout Company) {
        guard self == .soleTrader || self == .nonDiffusible else { return }
        company.legalForm = "1000"
        company.accounts = nil
        company.capital = nil
        company.flags = ["entrepreneur_individuel"]
        company.person = .init(lastName: "SYNTHETIQUE", firstName: "CAMILLE")
        company.name = "CAMILLE SYNTHETIQUE"
        company.telephone = "06 39 98 \(company.siren.dropFirst(4).prefix(2)) \(company.siren.dropFirst(6).prefix(2))"
        if self == .nonDiffusible {
            company.diffusion = "P"
            company.name = Company.mask
        }
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
