/// One value of a draft. The elements of an array and the members of an object are a list that begins at `first`, in
/// the order in which they were asked for; it may grow until the draft is finished.
struct WireElement: BitwiseCopyable {
    enum Kind: UInt8 {
        /// Nothing was written so far; stays an empty object.
        case unset
        case scalar, array, object
        /// Writing it failed, so that it counts as never begun.
        case dropped
    }

    /// A part of the draft's bytes.
    struct Part: BitwiseCopyable {
        var start = 0
        var end = 0

        var range: Range<Int> { start..<end }
    }

    static let none = -1

    var kind = Kind.unset
    /// Whether one of an object's names holds more than ASCII or is escaped, so that its bytes are not in order.
    var hasUnusualNames = false
    /// How many arrays and objects are around it.
    let depth: UInt16
    let parent: Int
    /// The name with its quotes and colon, among the draft's bytes; empty in an array.
    var name = Part()
    /// The first eight bytes of the name, for comparing; meaningless for an unusual one.
    var nameStart: UInt64 = 0
    /// A scalar's bytes, among the draft's; directly behind the name, as a rule.
    var scalar = Part()
    /// Elements or members begun, without those dropped.
    var count = 0
    var first = none
    var last = none
    var next = none
}
