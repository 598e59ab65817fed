/// A key that no type declares: a position in an array, or the name of a member as it was read or written.
struct WireKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    static let parent = WireKey(stringValue: "super")

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        stringValue = "Index \(intValue)"
        self.intValue = intValue
    }
}
