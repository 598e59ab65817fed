import Contracts
import FrenchBusiness

/// The shape that a sheet's document must have, taken from one that has it: its fields are the only ones there are.
enum SheetShape {
    static let template: JSONValue =
        (try? Wire.encode(RuleSheet.tpe)).flatMap { try? Wire.decode(JSONValue.self, from: $0) } ?? .null

    /// - Parameter isWhole: nothing may be missing; an industry's entry names only what differs.
    static func faults(_ value: JSONValue, like shape: JSONValue, at path: String, isWhole: Bool) -> [RuleFault] {
        switch shape {
        case .object(let fields): return object(value, fields, path, isWhole)
        case .array: return list(value, path)
        case .integer: return number(value, path)
        default: return value.text == nil ? [.wrongKind(path)] : word(value.text ?? "", path)
        }
    }

    private static func object(
        _ value: JSONValue,
        _ fields: [String: JSONValue],
        _ path: String,
        _ isWhole: Bool
    ) -> [RuleFault] {
        guard let members = value.members else { return [.wrongKind(path)] }
        // Any département may be named; all else is as the template has it.
        let isOpen = path.hasSuffix("region.values")
        var faults: [RuleFault] = []
        for (key, member) in members.sorted(by: { $0.key < $1.key }) {
            let inner = "\(path).\(key)"
            if isOpen {
                faults += Departement(key) == nil ? [.unknown(inner)] : number(member, inner)
            } else if let field = fields[key] {
                faults += Self.faults(member, like: field, at: inner, isWhole: isWhole)
            } else {
                faults.append(.unknown(inner))
            }
        }
        guard isWhole, !isOpen else { return faults }
        return faults + fields.keys.sorted().filter { members[$0] == nil }.map { .missing("\(path).\($0)") }
    }

    /// Lists hold numbers, or pairs of them.
    private static func list(_ value: JSONValue, _ path: String) -> [RuleFault] {
        guard let elements = value.elements, (1...50).contains(elements.count) else { return [.wrongKind(path)] }
        guard path.hasSuffix(".points") else { return elements.flatMap { number($0, path) } }
        return elements.enumerated().flatMap { index, point -> [RuleFault] in
            guard let pair = point.elements, pair.count == 2 else { return [.wrongKind("\(path).\(index)")] }
            return number(pair[0], "\(path).\(index).x") + number(pair[1], "\(path).\(index).y")
        }
    }

    private static func word(_ text: String, _ path: String) -> [RuleFault] {
        let allowed = path.hasSuffix(".shape") ? ["linear", "steps"] : ["small", "large"]
        return allowed.contains(text) ? [] : [.wrongKind(path)]
    }

    private static func number(_ value: JSONValue, _ path: String) -> [RuleFault] {
        let range = range(at: path)
        switch value {
        case .integer(let number):
            return range.contains(Int(number)) ? [] : [.outside(path, range, Int(number))]
        case .number(let number) where number.magnitude > 1e12:
            return [.outside(path, range, number < 0 ? .min : .max)]
        default: return [.notWhole(path)]
        }
    }

    /// What a number may be, by the last names of its path.
    private static func range(at path: String) -> ClosedRange<Int> {
        let names = path.split(separator: ".")
        let (last, before) = (names.last ?? "", names.dropLast().last ?? "")
        return switch (before, last) {
        case (_, "x"): -1_000_000_000_000...1_000_000_000_000
        case ("negatives", _), ("bands", "a"), ("bands", "b"), ("bands", "c"): 0...100
        case ("probability", _): 0...10_000
        case (_, "fallPercent"), (_, "surgePercent"), (_, "probabilityPercent"): 0...100
        case ("percent", _): 1...1000
        case (_, "halfLifeMonths"): 1...240
        case (_, "halfLifeDays"): 1...3650
        case (_, "smallBaseEuros"): 0...10_000_000
        case ("names", "staleMonths"), ("names", "freshMonths"): 1...240
        case ("names", _): -10_000...1_000_000
        default: 0...1000
        }
    }
}
