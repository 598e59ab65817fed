/// Numbers the values that fields were seen with; new ones come every day, so it is never closed.
///
/// Bounded: a field's values beyond ``valuesPerField`` share one number, and so do all fields' beyond ``limit``.
struct Vocabulary: Sendable {
    static let valuesPerField = 4_000
    static let limit = 60_000

    private var numbers: [Feature: Int32] = [:]
    private var valuesOfField: [String: Int] = [:]
    private(set) var features: [Feature] = []

    init() {}

    /// As it was stored, in the order of the numbers.
    init(_ features: [Feature]) { for feature in features { _ = add(feature) } }

    var count: Int { features.count }

    /// nil: never seen, so nothing was learned of it.
    func number(of feature: Feature) -> Int32? {
        if let number = numbers[feature] { return number }
        // What shares a number was never entered under its own name.
        guard valuesOfField[feature.field, default: 0] >= Self.valuesPerField || count >= Self.limit else { return nil }
        return numbers[Feature(feature.field, Feature.other)]
    }

    /// Numbers a value that is new.
    mutating func enter(_ feature: Feature) -> Int32 {
        if let number = numbers[feature] { return number }
        if valuesOfField[feature.field, default: 0] >= Self.valuesPerField || count >= Self.limit {
            return add(Feature(feature.field, Feature.other))
        }
        return add(feature)
    }

    private mutating func add(_ feature: Feature) -> Int32 {
        if let number = numbers[feature] { return number }
        let number = Int32(features.count)
        numbers[feature] = number
        features.append(feature)
        valuesOfField[feature.field, default: 0] += 1
        return number
    }
}
