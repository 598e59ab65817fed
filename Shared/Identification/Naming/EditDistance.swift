/// How many slips of the pen lie between two words.
enum EditDistance {
    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment), or nil beyond `limit`.
    ///
    /// Words are folded names' words; those over 64 bytes are not compared.
    static func between(_ left: String, _ right: String, limit: Int) -> Int? {
        let (a, b) = (Array(left.utf8), Array(right.utf8))
        guard a.count <= 64, b.count <= 64, abs(a.count - b.count) <= limit else { return nil }
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i] + [Int](repeating: 0, count: b.count)
            for j in 1...b.count {
                let cost = a[i - 1] == b[j - 1] ? 0 : 1
                row[j] = min(row[j - 1] + 1, last[j] + 1, last[j - 1] + cost)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    row[j] = min(row[j], beforeLast[j - 2] + 1)
                }
            }
            if (row.min() ?? 0) > limit { return nil }
            (beforeLast, last) = (last, row)
        }
        return last[b.count] <= limit ? last[b.count] : nil
    }
}
