import Foundation

/// A generator that repeats itself: a failure is found again by its seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func text() -> String {
        let pieces = [
            "a", "B", "é", "e\u{301}", "\"", "\\", "/", "\u{0}", "\u{8}", "\n", "\u{1f}", "\u{7f}", "\u{2028}", "😀",
            "\u{fffd}",
            "siren", " ", "€", "0", "company", "\u{212a}", "\u{feff}",
        ]
        return (0..<number(0...9)).map { _ in pieces[number(0...pieces.count - 1)] }.joined()
    }

    mutating func double() -> Double {
        switch number(0...3) {
        case 0: Double(number(-1_000_000...1_000_000)) / 100
        case 1: Double(number(-9_007_199_254_740_993...9_007_199_254_740_993))
        case 2: [0, -0.0, 1e20, 1e16, .leastNonzeroMagnitude, .pi, .greatestFiniteMagnitude, 1e-5][number(0...7)]
        default: Double(bitPattern: next() & ~(1 << 62))
        }
    }

    /// At most `depth` arrays and objects inside each other.
    mutating func tree(depth: Int) -> Tree {
        switch number(0...(depth > 0 ? 9 : 6)) {
        case 0: .null
        case 1: .bool(Bool.random(using: &self))
        case 2: .integer(Int64(bitPattern: next()) >> Int64(number(0...63)))
        case 3: .number(double())
        case 4...6: .text(text())
        case 7: .list((0..<number(0...6)).map { _ in tree(depth: depth - 1) })
        default:
            .object(
                Dictionary((0..<number(0...40)).map { _ in (text(), tree(depth: depth > 2 ? 1 : depth - 1)) }) { $1 }
            )
        }
    }
}

/// JSON of any shape.
indirect enum Tree: Codable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([Tree])
    case object([String: Tree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([Tree].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: Tree].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}
