import FrenchBusiness

/// A company's name as it is compared: words without accents, legal form, articles and plural.
///
/// `"S.A.R.L. Éts DUPONT & Fils"` and `"DUPONT ET FILS"` have the same words. Never empty: a name of nothing but articles
/// keeps them.
struct CompanyName: Sendable, Equatable {
    /// At most ``wordsMax``, in the order of the name.
    let words: [String]
    /// What the name itself says of the legal form.
    let form: NameForm?

    /// Longer names are cut: no register has them, and comparing costs the square.
    static let wordsMax = 16

    /// - Returns: nil for a text without a letter or digit.
    init?(_ text: String) {
        guard text.unicodeScalars.prefix(300).contains(where: Self.isOfAWord) else { return nil }
        var words = Self.split(text)
        words = Self.joiningInitials(words)
        let form = Self.takeForm(&words)
        if let first = words.first, ["ste", "societe"].contains(first), words.count > 1 { words.removeFirst() }
        words = words.map { NameWord.abbreviations[$0] ?? NameWord.abbreviations[NameWord.stem($0)] ?? $0 }
        var kept = words.filter { !NameWord.binding.contains($0) && !NameWord.filling.contains($0) }
        if kept.isEmpty { kept = words }
        guard !kept.isEmpty else { return nil }
        self.words = kept.prefix(Self.wordsMax).map(NameWord.stem)
        self.form = form
    }

    private init(words: [String], form: NameForm?) {
        self.words = words
        self.form = form
    }

    /// Without separators, to find `3 MEDIA` in `3MEDIA`.
    var joined: String { words.joined() }

    /// The name without words of `town`, which lists often add; the name itself where nothing else would be left.
    func without(town: Set<String>) -> CompanyName {
        let rest = words.filter { !town.contains($0) }
        guard !rest.isEmpty, rest.count < words.count else { return self }
        return CompanyName(words: rest, form: form)
    }

    /// Folded words; `&` and `+` are words too. At most 300 characters are read.
    static func split(_ text: String) -> [String] {
        let folded = String(String.UnicodeScalarView(text.unicodeScalars.prefix(300))).frenchFolded
        var words: [String] = []
        var word = ""
        var owesPossessive = false
        func end() {
            guard !word.isEmpty else { return }
            // The s of "Joe's".
            if !(owesPossessive && word == "s") { words.append(word) }
            owesPossessive = false
            word = ""
        }
        for character in folded.unicodeScalars {
            if isOfAWord(character) {
                word.unicodeScalars.append(character)
                continue
            }
            let length = word.unicodeScalars.count
            end()
            if character == "&" || character == "+" { words.append("et") }
            owesPossessive = character == "'" && length > 1
        }
        end()
        return Array(words.prefix(60))
    }

    private static func isOfAWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// `S.A.R.L.`, `P & T`, `A G OFFICE`: single letters in a row are one word; an elided article alone is none.
    private static func joiningInitials(_ words: [String]) -> [String] {
        var joined: [String] = []
        var run: [String] = []
        func end(before next: String?) {
            let letters = run.joined()
            if run.count > 1 {
                // `S.A.R.L. L'ATELIER`: the last letter is an article, no part of the form.
                let isForm = ["l", "d"].contains(run.last ?? "") && NameForm.words[String(letters.dropLast())] != nil
                joined.append(isForm && NameForm.words[letters] == nil ? String(letters.dropLast()) : letters)
            } else if let letter = run.first {
                let isElided = ["l", "d"].contains(letter) && next?.first.map { "aeiouyh".contains($0) } == true
                if !isElided { joined.append(letter) }
            }
            run = []
        }
        for (index, word) in words.enumerated() {
            let isInitial = word.utf8.count == 1 && word.utf8.allSatisfy { (0x61...0x7A).contains($0) }
            if isInitial {
                run.append(word)
            } else if word == "et", !run.isEmpty, index + 1 < words.count, words[index + 1].utf8.count == 1 {
                continue
            } else {
                end(before: word)
                joined.append(word)
            }
        }
        end(before: nil)
        return joined
    }

    /// Takes the words of a legal form out, unless they are the whole name.
    private static func takeForm(_ words: inout [String]) -> NameForm? {
        var form: NameForm?
        for phrase in NameForm.phrases where words.count > phrase.words.count {
            for start in 0...(words.count - phrase.words.count)
            where Array(words[start..<start + phrase.words.count]) == phrase.words {
                form = form ?? phrase.form
                words.removeSubrange(start..<start + phrase.words.count)
                break
            }
        }
        let rest = words.filter { NameForm.words[$0] == nil }
        if !rest.isEmpty, rest.count < words.count {
            form = form ?? words.lazy.compactMap { NameForm.words[$0] }.first
            words = rest
        }
        return form
    }
}

extension CompanyName {
    /// The ways in which one written name may be meant: whole, without what stands in brackets, what stands there, and
    /// the parts around a dash. The first is the whole.
    static func variants(of text: String) -> [CompanyName] {
        let text = String(text.prefix(300))
        var variants = [CompanyName(text)]
        var outside = ""
        var inside = ""
        var depth = 0
        for character in text {
            switch character {
            case "(", "[":
                depth += 1
                inside.append("\u{1}")
            case ")", "]": depth = max(0, depth - 1)
            default: if depth > 0 { inside.append(character) } else { outside.append(character) }
            }
        }
        if outside.count < text.count {
            variants.append(CompanyName(outside))
            variants += inside.split(separator: "\u{1}").prefix(3).map { CompanyName(String($0)) }
        }
        for separator in [" - ", " – ", " / ", " | "] {
            let parts = outside.components(separatedBy: separator, max: 3)
            if parts.count > 1 { variants += parts.map { CompanyName($0) } }
        }
        var seen: [CompanyName] = []
        for variant in variants.compactMap(\.self) where !seen.contains(variant) { seen.append(variant) }
        return Array(seen.prefix(6))
    }
}

extension String {
    fileprivate func components(separatedBy separator: String, max: Int) -> [String] {
        var parts: [String] = []
        var rest = Substring(self)
        while parts.count < max, let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [String(rest)]
    }
}
