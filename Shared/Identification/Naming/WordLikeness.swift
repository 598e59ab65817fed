/// How far one word of a name may stand for another.
enum WordLikeness {
    /// 1 for the same word, less for a slip, an abbreviation or an initial, 0 for another word.
    static func between(_ left: String, _ right: String) -> Double {
        if left == right { return 1 }
        let hasDigit = (left + right).utf8.contains { (0x30...0x39).contains($0) }
        // 2000 and 2001 are two companies, and so are II and III.
        guard !hasDigit, !NameWord.discriminates(left) || !NameWord.discriminates(right) else { return 0 }
        let (short, long) = left.utf8.count <= right.utf8.count ? (left, right) : (right, left)
        if short.utf8.count == 1 { return long.hasPrefix(short) ? 0.6 : 0 }
        // Two trades are two words, however alike they are written.
        let areTrades = NameWord.weight(left) <= 0.35 && NameWord.weight(right) <= 0.35
        if !areTrades, let slips = slips(short, long) { return slips }
        if short.utf8.count >= 3, long.utf8.count >= short.utf8.count + 3, long.hasPrefix(short) { return 0.75 }
        return 0
    }

    /// A slip is one letter, and two in a long word. The first letter is seldom the wrong one; a short word with a slip
    /// is another word ("bois", "buis").
    private static func slips(_ short: String, _ long: String) -> Double? {
        guard short.utf8.count >= 5 else { return nil }
        let limit = short.utf8.count >= 9 ? 2 : 1
        guard let distance = EditDistance.between(short, long, limit: limit) else { return nil }
        let isSameStart = short.utf8.first == long.utf8.first
        if !isSameStart, short.utf8.count < 7 { return nil }
        return distance == 1 ? 0.92 : 0.85
    }
}
