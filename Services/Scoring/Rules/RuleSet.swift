import FrenchBusiness

/// The weights and limits of a score, as data: what the rules look at is code, what it is worth is not.
///
/// A published set never changes; another one is another name. Points are integers.
struct RuleSet: Codable, Hashable, Sendable {
    /// Stands on every score, e.g. `tpe-pme-v1`.
    var name: String
    var points: [Rule: [RuleOutcome: Int]]
    var trend: TrendLimits
    /// Least points of the bands A, B and C.
    var bands: BandLimits
    /// Weight of an urgency in the priority, in percent.
    var urgencyPercent: [Urgency: Int]

    struct BandLimits: Codable, Hashable, Sendable {
        var a: Int
        var b: Int
        var c: Int
    }

    /// What an outcome is worth; 0 where the set does not say.
    func points(_ rule: Rule, _ outcome: RuleOutcome) -> Int { points[rule]?[outcome] ?? 0 }

    /// Fewest and most points that any company can have: the sum of each rule's worst and best outcome. A rule may
    /// also say nothing, which is worth 0.
    var bounds: ClosedRange<Int> {
        let tables = points.filter { $0.key != .base }.values
        let least = tables.reduce(0) { $0 + min(0, $1.values.min() ?? 0) }
        let most = tables.reduce(0) { $0 + max(0, $1.values.max() ?? 0) }
        let start = points(.base, .start)
        return start + least...start + most
    }

    /// Why the set must not be published, in French; empty when it may.
    var faults: [String] {
        var faults: [String] = []
        if bounds.lowerBound < 0 || bounds.upperBound > 100 {
            faults.append("les points vont de \(bounds.lowerBound) à \(bounds.upperBound), hors de 0 à 100")
        }
        let sizes = [RuleOutcome.tpe, .pme, .eti, .ge].map { points(.size, $0) }
        if zip(sizes, sizes.dropFirst()).contains(where: { $0 <= $1 }) {
            faults.append("les tailles ne décroissent pas de TPE à GE")
        }
        if !(sizes[3]...sizes[0]).contains(points(.size, .unknown)) {
            faults.append("la taille inconnue n’est pas entre TPE et GE")
        }
        if !trend.isOrdered { faults.append("les seuils d’évolution ne sont pas croissants") }
        if bands.a <= bands.b || bands.b <= bands.c { faults.append("les seuils des classes ne décroissent pas") }
        let weights = Urgency.allCases.map { urgencyPercent[$0] ?? 0 }
        if zip(weights, weights.dropFirst()).contains(where: { $0 < $1 }) || weights.contains(where: { $0 < 1 }) {
            faults.append("les poids des urgences ne décroissent pas")
        }
        return faults
    }

    func band(_ points: Int) -> Band {
        points >= bands.a ? .a : points >= bands.b ? .b : points >= bands.c ? .c : .d
    }

    func priority(_ points: Int, _ urgency: Urgency) -> Int { points * (urgencyPercent[urgency] ?? 100) }
}

/// Classes of a score, best first.
enum Band: String, Codable, CaseIterable, Sendable {
    case a = "A", b = "B", c = "C", d = "D"
}

/// How soon somebody should look at a lead, most urgent first.
enum Urgency: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    case critical, high, normal, low
}
