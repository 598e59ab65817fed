import Contracts
import Foundation
import FrenchBusiness

/// One field of each kind that `Codable` knows.
struct Everything: Codable, Equatable {
    enum Word: String, Codable, Hashable { case one, two = "zwei/deux" }
    enum Letter: String, Codable, CodingKeyRepresentable, Hashable { case b, a, é }
    enum Choice: Codable, Equatable {
        case none
        case pair(left: Int, right: String?)
    }

    var bool = true
    var int = Int.min
    var int8 = Int8.min
    var int16 = Int16.max
    var int32 = Int32.min
    var int64 = Int64.max
    var int128 = Int128.max
    var uint = UInt.max
    var uint8 = UInt8.max
    var uint16: UInt16 = 7
    var uint32 = UInt32.max
    var uint64 = UInt64.max
    var uint128 = UInt128.max
    var float: Float = 0.1
    var double = 1e20
    var text = "“a/b” \"\\\u{1}"
    var date = Date(timeIntervalSince1970: 1_795_644_637.125)
    var data = Data([0, 250, 255, 62])
    var url = URL(string: "https://filon.example/a?b=%C3%A9")
    var uuid = UUID(uuid: (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255))
    var decimal = Decimal(string: "-12345678901234567890.125")
    var lead = LeadID("01940000-0000-7000-8000-000000000001")
    var siren = SIREN("533744991")
    var day = CivilDate("2024-12-31")
    var department = DepartmentID("commercial")
    var present: Int? = 5
    var absent: Int?
    var lists: [[Int?]] = [[], [1, nil, 3]]
    var texts = ["é", ""]
    var dates = [Date(timeIntervalSince1970: 0)]
    var row = ["b": "1", "a": "2", "é": "3", "a\"": "4"]
    var optionals: [String: Double?] = ["x": nil, "y": 0.5]
    var byLetter: [Letter: [Word]] = [.b: [.one], .a: [.two], .é: []]
    var byNumber: [Int: String] = [10: "x", 9: "y"]
    var byWord: [Word: Int] = [.two: 2]
    var choices: [Choice] = [.none, .pair(left: 1, right: nil), .pair(left: 2, right: "x")]
    var children: [Everything] = []
}

/// A class whose parent class encodes itself through `superEncoder()`.
class Parent: Codable {
    var name = "parent"
}

final class Child: Parent {
    var age = 3

    private enum CodingKeys: String, CodingKey { case age, base }

    override init() { super.init() }

    required init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        age = try container.decode(Int.self, forKey: .age)
        try super.init(from: try container.superDecoder())
    }

    override func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try super.encode(to: container.superEncoder())
        try container.encode(age, forKey: .age)
        try super.encode(to: container.superEncoder(forKey: .base))
    }
}

/// Encodes by what it is given.
struct Custom: Encodable {
    enum Key: String, CodingKey, CaseIterable { case a, b, c, long_name_1, long_name_2, é, quoted = "a\"b" }

    let body: @Sendable (any Encoder) throws -> Void

    func encode(to encoder: any Encoder) throws { try body(encoder) }
}

/// Decodes by what it is given, to the words that it makes of it.
struct Witness: Decodable, Equatable {
    @TaskLocal static var body: @Sendable (any Decoder) throws -> [String] = { _ in [] }

    let words: [String]

    init(from decoder: any Decoder) throws { words = try Self.body(decoder) }
}

/// Arrays inside each other.
struct Nest: Codable, Equatable {
    let depth: Int

    init(depth: Int) { self.depth = depth }

    init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        depth = container.isAtEnd ? 1 : try container.decode(Nest.self).depth + 1
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        if depth > 1 { try container.encode(Nest(depth: depth - 1)) }
    }
}

/// Before 6.3 Foundation forgot the index of a list's nested container in its paths, and refused a text beside a doubled
/// key whose second value is none: there it is no judge of ours.
#if compiler(>=6.3)
    let foundationIsCurrent = true
#else
    let foundationIsCurrent = false
#endif
