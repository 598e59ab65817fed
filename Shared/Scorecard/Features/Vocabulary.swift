/// Numbers the values that fields were seen with, and the fields; new ones come every day, so it is never closed.
///
/// Bounded: a field's values beyond ``valuesPerField`` share one number, and so do all fields' beyond ``limit``.
struct Vocabulary: Sendable {
    static let valuesPerField = 4_000
    static let limit = 60_000

    private var numbers: [Feature: Int32] = [:]
    private var fieldNumbers: [String: Int32] = [:]
    private var valuesOfField: [Int32] = []
    /// By number.
    private(set) var features: [Feature] = []
    /// By number of a value: its field's.
    private(set) var fieldOf: [Int32] = []

    init() {}

    /// As it was stored, in the order of the numbers.
    init(_ features: [Feature]) { for feature in features { _ = add(feature) } }

    var count: Int { features.count }
    var fieldCount: Int { valuesOfField.count }

    /// nil: never seen, so nothing was learned of it.
    func number(of feature: Feature) -> Int32? {
        if let number = numbers[feature] { return number }
        // What shares a number was never entered under its own name.
        return isFull(feature.field) ? numbers[Feature(feature.field, Feature.other)] : nil
    }

    /// nil: no lead had it.
    func number(ofField field: String) -> Int32? { fieldNumbers[field] }

    /// Numbers a value that is new.
    mutating func enter(_ feature: Feature) -> Int32 {
        if let number = numbers[feature] { return number }
        return add(isFull(feature.field) ? Feature(feature.field, Feature.other) : feature)
    }

    private func isFull(_ field: String) -> Bool {
        count >= Self.limit || fieldNumbers[field].map { valuesOfField[Int($0)] >= Self.valuesPerField } == true
    }

    private mutating func add(_ feature: Feature) -> Int32 {
        if let number = numbers[feature] { return number }
        let field: Int32
        if let known = fieldNumbers[feature.field] {
            field = known
        } else {
            field = Int32(valuesOfField.count)
            fieldNumbers[feature.field] = field
            valuesOfField.append(0)
        }
        let number = Int32(features.count)
        numbers[feature] = number
        features.append(feature)
        fieldOf.append(field)
        valuesOfField[Int(field)] += 1
        return number
    }
}
