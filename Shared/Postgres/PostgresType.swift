/// A type of the server, by its object identifier (pg_type.dat); types of extensions and enums start at 16384.
public struct PostgresType: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    init(_ rawValue: UInt32) {
        self.rawValue = rawValue
    }

    static let bool = Self(16)
    static let bytea = Self(17)
    static let char = Self(18)
    static let name = Self(19)
    static let int8 = Self(20)
    static let int2 = Self(21)
    static let int4 = Self(23)
    static let text = Self(25)
    static let oid = Self(26)
    static let json = Self(114)
    static let xml = Self(142)
    static let float4 = Self(700)
    static let float8 = Self(701)
    static let unknown = Self(705)
    static let bpchar = Self(1042)
    static let varchar = Self(1043)
    static let date = Self(1082)
    static let timestamp = Self(1114)
    static let timestamptz = Self(1184)
    static let interval = Self(1186)
    static let numeric = Self(1700)
    static let void = Self(2278)
    static let uuid = Self(2950)
    static let jsonb = Self(3802)

    private static let elements: [PostgresType: PostgresType] = [
        Self(1000): bool, Self(1001): bytea, Self(1002): char, Self(1003): name, Self(1016): int8, Self(1005): int2,
        Self(1007): int4, Self(1009): text, Self(1028): oid, Self(199): json, Self(1021): float4,
        Self(1022): float8, Self(1014): bpchar, Self(1015): varchar, Self(1182): date, Self(1115): timestamp,
        Self(1185): timestamptz, Self(1187): interval, Self(1231): numeric, Self(2951): uuid, Self(3807): jsonb,
    ]

    /// The element's type, for an array of a built-in type.
    var element: PostgresType? { Self.elements[self] }

    /// Whether the binary form is the text itself: character types, and whatever an extension or schema defined
    /// (enums and citext; others should be cast to text in the statement).
    var isTextual: Bool {
        switch self {
        case .text, .varchar, .bpchar, .name, .char, .unknown, .json, .xml: true
        default: rawValue >= 16384
        }
    }
}
