/// Companies made up for load: any SIREN of the range 999… with a valid key has one, always the same.
///
/// Shares follow what is known of French companies: turnover is public for about four in ten, hidden for four, and
/// two have no accounts; most have fewer than ten people, and three in a hundred have ceased. Of the range 9991… to
/// 9999… thirteen in a hundred are one of the rarer cases instead; in the range 9990 the two digits that follow name
/// the case (``SyntheticCase``).
enum SyntheticCompany {
    private struct Place {
        var postcode: String
        var city: String
        var commune: String
    }

    private static let places = [
        Place(postcode: "75011", city: "PARIS", commune: "75111"),
        Place(postcode: "69003", city: "LYON", commune: "69383"),
        Place(postcode: "13006", city: "MARSEILLE", commune: "13206"),
        Place(postcode: "31000", city: "TOULOUSE", commune: "31555"),
        Place(postcode: "59800", city: "LILLE", commune: "59350"),
        Place(postcode: "33000", city: "BORDEAUX", commune: "33063"),
        Place(postcode: "44000", city: "NANTES", commune: "44109"),
        Place(postcode: "67000", city: "STRASBOURG", commune: "67482"),
        Place(postcode: "35000", city: "RENNES", commune: "35238"),
        Place(postcode: "38000", city: "GRENOBLE", commune: "38185"),
        Place(postcode: "45000", city: "ORLEANS", commune: "45234"),
        Place(postcode: "97400", city: "SAINT-DENIS", commune: "97411"),
    ]
    private static let activities = [
        "43.21A", "43.22A", "43.32A", "56.10A", "56.10C", "47.11B", "45.20A", "62.01Z", "70.22Z", "96.02A", "10.71C",
        "49.41A", "68.31Z", "25.62B",
    ]
    /// Bands by weight of ten.
    private static let bands = ["NN", "NN", "00", "01", "01", "01", "02", "03", "11", "12"]

    /// The company of that SIREN; nil outside the range or with a wrong key.
    static func company(_ siren: String) -> Company? {
        guard siren.utf8.count == 9, siren.hasPrefix("999"), IdentifierKey.isValid(siren), let seed = UInt64(siren)
        else { return nil }
        var random = Draws(state: seed)
        var company = ordinary(siren, &random)
        if siren.hasPrefix("9990") {
            SyntheticCase.of(siren)?.shape(&company, &random)
        } else if let rare = SyntheticCase.rare(random.below(100)) {
            rare.shape(&company, &random)
        }
        SyntheticNotices.announceDeposits(of: &company)
        return company
    }

    /// The number-th SIREN of the range 9991… to 9999…, 0 to 89,999.
    static func siren(_ number: Int) -> String { IdentifierKey.completed("999\(10_000 + number)") }

    private static func ordinary(_ siren: String, _ random: inout Draws) -> Company {
        let place = places[random.below(places.count)]
        let band = bands[random.below(bands.count)]
        let isCeased = random.below(100) < 3
        return Company(
            siren: siren,
            name: "SYNTHETIQUE \(siren)",
            seat: .init(
                nic: String(IdentifierKey.completed(siren + "0001").suffix(5)),
                postcode: place.postcode,
                city: place.city,
                commune: place.commune,
                street: "12 RUE DE LA REPUBLIQUE"
            ),
            naf: activities[random.below(activities.count)],
            legalForm: random.below(2) == 0 ? "5499" : "5710",
            workforce: band,
            workforceYear: band == "NN" ? nil : "2023",
            category: "PME",
            categoryYear: "2023",
            created: "\(1985 + random.below(38))-\(twoDigits(1 + random.below(12)))-\(twoDigits(1 + random.below(28)))",
            closed: isCeased ? "2025-06-30" : nil,
            state: isCeased ? "C" : "A",
            diffusion: "O",
            establishments: 1,
            openEstablishments: isCeased ? 0 : 1,
            accounts: accounts(&random, isCeased: isCeased),
            capital: 7_500,
            telephone: "01 99 00 \(siren.dropFirst(4).prefix(2)) \(siren.dropFirst(6).prefix(2))",
            email: "contact@\(siren).exemple.fr",
            website: "https://www.\(siren).exemple.fr"
        )
    }

    /// Three years that rise or fall together, three hidden ones, or none; of who goes on, the year 2025 is deposited
    /// on 15 December 2026, and so told once the clock says so.
    private static func accounts(_ random: inout Draws, isCeased: Bool) -> [Account]? {
        let lot = random.below(10)
        guard lot < 8 else { return nil }
        let closings = ["2022-12-31", "2023-12-31", "2024-12-31"]
        var told = years(closings, &random)
        if !isCeased, var next = told.last, let turnover = next.turnover {
            next.closing = "2025-12-31"
            next.deposited = "2026-12-15"
            next.turnover = turnover * 104 / 100
            told.append(next)
        }
        return lot >= 4 ? told.map(\.hidden) : told
    }

    /// Public years, one a closing, that rise or fall together.
    static func years(_ closings: [String], _ random: inout Draws) -> [Account] {
        var turnover = 60_000 + random.below(1_900_000)
        let change = 75 + random.below(50)
        return closings.map { closing in
            defer { turnover = turnover * change / 100 }
            return Account(
                closing: closing,
                statement: turnover > 800_000 ? "C" : "S",
                turnover: turnover,
                result: turnover * (random.below(20) - 6) / 100,
                margin: turnover * 55 / 100,
                operating: turnover * 8 / 100,
                assets: turnover * 70 / 100,
                equity: turnover * 25 / 100
            )
        }
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Account {
    /// The year with its profit and loss statement kept confidential.
    var hidden: Account {
        var account = self
        (account.turnover, account.margin, account.operating) = (nil, nil, nil)
        account.confidentiality = "Partiellement confidentiel"
        return account
    }
}
