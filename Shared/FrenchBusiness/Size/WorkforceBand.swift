/// INSEE's band of employees (tranche d'effectif salarié). Cases stand in order of size, "no employer" first.
///
/// The figure is about two years old when published. An absent band is not `nonEmployer`: nobody knows.
public enum WorkforceBand: String, CaseIterable, Codable, Hashable, Sendable, Comparable {
    case nonEmployer = "NN"
    /// Nobody on 31 December, though somebody was employed during the year.
    case zero = "00"
    case from1To2 = "01"
    case from3To5 = "02"
    case from6To9 = "03"
    case from10To19 = "11"
    case from20To49 = "12"
    case from50To99 = "21"
    case from100To199 = "22"
    case from200To249 = "31"
    case from250To499 = "32"
    case from500To999 = "41"
    case from1000To1999 = "42"
    case from2000To4999 = "51"
    case from5000To9999 = "52"
    case from10000 = "53"

    /// The band that holds a number of employees; nil when negative. 0 is `zero`, since a count alone does not say that
    /// the unit never employed.
    public init?(employees: Int) {
        guard let band = Self.allCases.last(where: { $0.lowerBound <= employees }), employees >= 0 else { return nil }
        self = band
    }

    /// The band's two characters as INSEE writes them.
    public var code: String { rawValue }

    /// Fewest employees.
    public var lowerBound: Int {
        switch self {
        case .nonEmployer, .zero: 0
        case .from1To2: 1
        case .from3To5: 3
        case .from6To9: 6
        case .from10To19: 10
        case .from20To49: 20
        case .from50To99: 50
        case .from100To199: 100
        case .from200To249: 200
        case .from250To499: 250
        case .from500To999: 500
        case .from1000To1999: 1000
        case .from2000To4999: 2000
        case .from5000To9999: 5000
        case .from10000: 10_000
        }
    }

    /// Most employees; nil for the last band, which has no end.
    public var upperBound: Int? {
        switch self {
        case .nonEmployer, .zero: 0
        case .from10000: nil
        default: Self.allCases.first { $0.lowerBound > lowerBound }.map { $0.lowerBound - 1 }
        }
    }

    public var label: String {
        switch self {
        case .nonEmployer: "Non employeur"
        case .zero: "0 salarié"
        case .from1To2: "1 ou 2 salariés"
        case .from10000: "10\u{202F}000 salariés et plus"
        default: "\(Self.grouped(lowerBound)) à \(Self.grouped(upperBound ?? lowerBound)) salariés"
        }
    }

    public static func < (left: WorkforceBand, right: WorkforceBand) -> Bool { left.rank < right.rank }

    private var rank: Int { self == .nonEmployer ? -1 : lowerBound }

    private static func grouped(_ number: Int) -> String {
        Digits.grouped(String(number), by: 3, separator: "\u{202F}")
    }
}
