/// INSEE's workforce bands.
enum WorkforceBands {
    private static let table: [String: (least: Int, most: Int)] = [
        "NN": (0, 0), "00": (0, 0), "01": (1, 2), "02": (3, 5), "03": (6, 9), "11": (10, 19), "12": (20, 49),
        "21": (50, 99), "22": (100, 199), "31": (200, 249), "32": (250, 499), "41": (500, 999), "42": (1000, 1999),
        "51": (2000, 4999), "52": (5000, 9999), "53": (10_000, 500_000),
    ]

    static func bounds(_ band: String?) -> (least: Int, most: Int)? { band.flatMap { table[$0] } }

    /// `Entre 20 et 49 salariés`
    static func label(_ band: String?) -> String? {
        guard let (least, most) = bounds(band) else { return nil }
        return most == 0 ? "0 salarié" : "Entre \(least) et \(most) salariés"
    }
}
