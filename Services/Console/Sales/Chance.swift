/// How likely an open deal is won within the model's horizon, as scoring said last, and what that rests on.
struct Chance: Codable, Equatable, Sendable {
    /// 1 % is 100.
    let basisPoints: Int
    /// The true one lies between these, four times of five.
    let lowBasisPoints: Int?
    let highBasisPoints: Int?
    /// `regles`, `hybride` or `appris`
    let label: String
    /// Closed deals that it was learnt from.
    let outcomes: Int
}

extension FrenchText {
    /// Closed deals below which the rules alone speak.
    private static let enough = 20

    /// « 37 % de chances (26 à 49 %) · appris sur 212 affaires ».
    static func chance(_ chance: Chance) -> String {
        var text = "\(share(chance.basisPoints))\u{202F}% de chances"
        if let low = chance.lowBasisPoints, let high = chance.highBasisPoints {
            text += " (\(share(low)) à \(share(high))\u{202F}%)"
        }
        return "\(text) · \(ground(chance.label, outcomes: chance.outcomes))"
    }

    /// What a probability rests on.
    static func ground(_ label: String, outcomes: Int) -> String {
        switch label {
        case "appris": "appris sur \(deals(outcomes))"
        case "hybride": "hybride\u{202F}: règles et \(deals(outcomes))"
        case "regles": "règles seules (\(deals(outcomes)) sur \(enough) requises)"
        default: "\(label), \(deals(outcomes))"
        }
    }

    /// Whole percents; an open deal is never certain.
    static func share(_ basisPoints: Int) -> Int { min(99, max(1, (basisPoints + 50) / 100)) }

    static func deals(_ count: Int) -> String { count < 2 ? "\(count)\u{A0}affaire" : "\(count)\u{A0}affaires" }
}
