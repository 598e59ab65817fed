/// Companies made up for load: any SIREN of the range 999… with a valid key has one, always the same.
///
/// Shares follow what is known of French companies: turnover is public for about four in ten, hidden for four, and
/// two have no accounts; most have fewer than ten people.
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
                commune: place.commune
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
            accounts: accounts(&random)
        )
    }

    /// Three years that rise or fall together, three hidden ones, or none.
    private static func accounts(_ random: inout Draws) -> [Account]? {
        let lot = random.below(10)
        guard lot < 8 else { return nil }
        var turnover = 60_000 + random.below(1_900_000)
        let change = 75 + random.below(50)
        return ["2022-12-31", "2023-12-31", "2024-12-31"].map { closing in
            defer { turnover = turnover * change / 100 }
            let isHidden = lot >= 4
            return Account(
                closing: closing,
                statement: turnover > 800_000 ? "C" : "S",
                turnover: isHidden ? nil : turnover,
                result: turnover * (random.below(20) - 6) / 100,
                confidentiality: isHidden ? "Partiellement confidentiel" : nil
            )
        }
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same draws on every machine.
private struct Draws {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
