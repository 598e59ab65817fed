/// One value, or one member's name, of a document that was read.
///
/// A document is a flat list of these in the order of its bytes: after an array its elements, after an object a name
/// and its value for each member.
struct WireNode {
    enum Kind: UInt8 {
        case null, `true`, `false`
        /// Digits alone, after a minus perhaps.
        case integer
        /// All else that begins like a number; its form is examined when it is asked for.
        case number
        /// ASCII without a backslash: the bytes are the text.
        case plainText
        /// With bytes above ASCII, which are examined when the text is asked for.
        case text
        /// With a backslash, or with a control character, which is refused when the text is asked for.
        case escapedText
        case array, object
    }

    let kind: Kind
    /// Whether one of an object's names is not plain text, so that equal names may have different bytes.
    var hasUnusualNames = false
    /// Where the bytes begin: behind the quote for a text. Of an object, the index of its last name.
    var start: UInt32
    /// Bytes of a number or text; elements of an array; members of an object.
    var length: UInt32
    /// The index behind this value and all that it holds; of a name, its last bytes.
    var next: UInt32
    /// The index of the array or object around it; the document's root names itself. Of a name, the index of the next
    /// one in its object, or the root's.
    var parent: UInt32
    /// Which element of its array it is; of a name, its first bytes.
    let ordinal: UInt32
}
