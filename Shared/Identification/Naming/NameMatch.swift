/// How well two names agree, word by word.
struct NameMatch: Sendable, Equatable {
    enum Kind: Int, Sendable, Comparable {
        case different, partial, close, same
        static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
    }

    var kind: Kind
    /// Share of the weight of each name's words that the other has, 0 to 1.
    var coverage: (listed: Double, registered: Double)
    /// Weight of what both have, trades left out: what the agreement is worth.
    var distinctive: Double
    /// A word that tells companies of one name apart stands on one side alone.
    var isApart: Bool
    /// Some words agree but for a slip or an abbreviation.
    var hasSlips: Bool

    static let nothing = NameMatch(
        kind: .different,
        coverage: (0, 0),
        distinctive: 0,
        isApart: false,
        hasSlips: false
    )

    /// 0 to 1, for ranking.
    var score: Double {
        if kind == .same { return 1 }
        let (low, high) = (min(coverage.listed, coverage.registered), max(coverage.listed, coverage.registered))
        return 0.95 * (0.6 * low + 0.4 * high)
    }

    static func == (left: NameMatch, right: NameMatch) -> Bool {
        left.kind == right.kind && left.coverage == right.coverage && left.distinctive == right.distinctive
            && left.isApart == right.isApart && left.hasSlips == right.hasSlips
    }
}

extension NameMatch {
    /// - Parameter town: words of the listed town: where one name alone has them, they say nothing.
    static func between(_ listed: CompanyName, _ registered: CompanyName, town: Set<String> = []) -> NameMatch {
        var match = between(words: listed.words, registered.words, town)
        // "Association X" and the company X are two.
        if registered.form == .association, listed.form != .association { match.isApart = true }
        return match
    }

    private static func between(words listed: [String], _ registered: [String], _ town: Set<String>) -> NameMatch {
        if listed.joined() == registered.joined() { return same(listed) }
        let (left, right) = aligned(listed, registered)
        if left.sorted() == right.sorted() { return same(left) }
        let pairs = pairs(left, right)
        var match = NameMatch.nothing
        let matchedLeft = Dictionary(pairs.map { ($0.left, $0.likeness) }) { first, _ in first }
        let matchedRight = Dictionary(pairs.map { ($0.right, $0.likeness) }) { first, _ in first }
        match.coverage.listed = coverage(left, matchedLeft, town)
        match.coverage.registered = coverage(right, matchedRight, town)
        match.hasSlips = pairs.contains { $0.likeness < 1 }
        match.distinctive = distinctive(pairs.map { ($0.likeness, left[$0.left]) })
        let alone =
            left.indices.filter { matchedLeft[$0] == nil }.map { left[$0] }
            + right.indices.filter { matchedRight[$0] == nil }.map { right[$0] }
        match.isApart = alone.contains { NameWord.discriminates($0) && !town.contains($0) }
        match.kind = kind(match, alone.filter { !town.contains($0) })
        return match
    }

    private static func same(_ words: [String]) -> NameMatch {
        NameMatch(
            kind: .same,
            coverage: (1, 1),
            distinctive: max(distinctive(words.map { (1, $0) }), together(words)),
            isApart: false,
            hasSlips: false
        )
    }

    /// Common words that are all the same are no longer a common name, unless each is a trade.
    private static func together(_ words: [String]) -> Double {
        let sum = words.reduce(0) { $0 + NameWord.weight($1) }
        return sum >= 0.85 && words.contains { NameWord.weight($0) > 0.35 } ? sum : 0
    }

    /// Trades count little, and never alone.
    private static func distinctive(_ words: [(likeness: Double, word: String)]) -> Double {
        words.reduce(0) { sum, one in
            let weight = NameWord.weight(one.word)
            return weight > 0.4 ? sum + weight * one.likeness : sum
        }
    }

    private static func kind(_ match: NameMatch, _ alone: [String]) -> Kind {
        let low = min(match.coverage.listed, match.coverage.registered)
        if alone.isEmpty, low >= 0.7 { return .close }
        if low >= 0.8, alone.allSatisfy({ NameWord.weight($0) <= 0.35 && !NameWord.discriminates($0) }) {
            return .close
        }
        // All that one of them says, the other says too.
        if max(match.coverage.listed, match.coverage.registered) >= 0.85, match.distinctive >= 0.7 { return .partial }
        if low >= 0.55, match.distinctive >= 0.9 { return .partial }
        return .different
    }

    private static func coverage(_ words: [String], _ matched: [Int: Double], _ town: Set<String>) -> Double {
        var (all, both) = (0.0, 0.0)
        for (index, word) in words.enumerated() {
            if matched[index] == nil, town.contains(word) { continue }
            all += NameWord.weight(word)
            both += NameWord.weight(word) * (matched[index] ?? 0)
        }
        return all > 0 ? both / all : 0
    }

    /// Makes one word of two neighbours where the other name writes them as one.
    private static func aligned(_ left: [String], _ right: [String]) -> ([String], [String]) {
        (merging(left, as: Set(right)), merging(right, as: Set(left)))
    }

    private static func merging(_ words: [String], as others: Set<String>) -> [String] {
        var merged: [String] = []
        var index = 0
        while index < words.count {
            if index + 1 < words.count, !others.contains(words[index]),
                others.contains(words[index] + words[index + 1])
                    || others.contains(NameWord.stem(words[index] + words[index + 1]))
            {
                merged.append(NameWord.stem(words[index] + words[index + 1]))
                index += 2
            } else {
                merged.append(words[index])
                index += 1
            }
        }
        return merged
    }

    /// Each word with at most one of the other name, the most alike first.
    private static func pairs(
        _ left: [String],
        _ right: [String]
    ) -> [(left: Int, right: Int, likeness: Double)] {
        var all: [(left: Int, right: Int, likeness: Double)] = []
        for (i, word) in left.enumerated() {
            for (j, other) in right.enumerated() {
                let likeness = WordLikeness.between(word, other)
                if likeness > 0 { all.append((i, j, likeness)) }
            }
        }
        all.sort { ($0.likeness, -abs($0.left - $0.right)) > ($1.likeness, -abs($1.left - $1.right)) }
        var (usedLeft, usedRight) = (Set<Int>(), Set<Int>())
        return all.filter { pair in
            guard !usedLeft.contains(pair.left), !usedRight.contains(pair.right) else { return false }
            usedLeft.insert(pair.left)
            usedRight.insert(pair.right)
            return true
        }
    }
}
