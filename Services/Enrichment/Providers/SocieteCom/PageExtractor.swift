import FrenchBusiness

/// Runs selectors over a page. The only code that knows how a page is searched; what is searched for is data.
///
/// Every step is bounded: labels, items and elements looked at per pattern, and bytes of every text.
struct PageExtractor {
    private static let labels = 20
    static let items = 40

    let document: HTMLDocument
    let selectors: PageSelectors

    /// What the patterns found, in their order, and whether a figure stood in disguise.
    func statements() -> (statements: [PageContent.Statement], isDisguised: Bool) {
        var statements: [PageContent.Statement] = []
        var isDisguised = false
        lazy var closingOfPage = PageDate.closing(of: self)
        for pattern in selectors.patterns {
            for finding in findings(of: pattern) {
                isDisguised = isDisguised || finding.isDisguised
                guard !finding.isDisguised, statements.count < 100 else { continue }
                let closing: CivilDate? =
                    switch finding.year.flatMap(PageDate.Written.init) {
                    case .day(let day)?: day
                    // The page's own closing day tells more of its year than the year alone.
                    case .year(let last)?: closingOfPage?.year == last.year ? closingOfPage : last
                    case nil: finding.isOneOfSeveral ? nil : closingOfPage
                    }
                guard closing != nil || !finding.isOneOfSeveral else { continue }
                let statement = PageContent.Statement(pattern: pattern.name, closing: closing, amount: finding.amount)
                if !statements.contains(statement) { statements.append(statement) }
            }
        }
        return (statements, isDisguised)
    }

    /// A figure and the text beside it in which its year stands.
    private struct Finding {
        var amount: String?
        var year: String?
        var isDisguised = false
        /// The page shows several exercises side by side: what it says of its last one is not of this one.
        var isOneOfSeveral = false
    }

    private func findings(of pattern: PageSelectors.Pattern) -> [Finding] {
        if let script = pattern.script { return finding(inScript: script, pattern) }
        guard let label = pattern.label else { return [] }
        return labelled(label, pattern).flatMap { index, rest in
            pattern.value == nil ? inline(index, rest, pattern) : scoped(index, rest, label, pattern)
        }
    }

    // MARK: Scripts

    private func finding(inScript name: String, _ pattern: PageSelectors.Pattern) -> [Finding] {
        guard let text = PageScript.value(of: name, in: document.scripts),
            let amount = PageAmount.text(text, unit: pattern.unit)
        else { return [] }
        let year = pattern.yearScript.flatMap { PageScript.value(of: $0, in: document.scripts) }
        return [Finding(amount: amount, year: year)]
    }

    // MARK: Elements

    /// Elements that carry one of the labels, with what follows it in their text.
    private func labelled(
        _ label: PageSelectors.ElementPattern,
        _ pattern: PageSelectors.Pattern
    ) -> [(index: Int, rest: String)] {
        var found: [(Int, String)] = []
        let initials = Set((pattern.labels ?? []).compactMap { $0.frenchFolded.utf8.first })
        for index in document.elements.indices where found.count < Self.labels {
            guard (3...160).contains(document.length(of: index)), matches(index, label), begins(index, initials) else {
                continue
            }
            let text = document.text(of: index).frenchFolded
            guard let words = (pattern.labels ?? []).first(where: { text.hasPrefix($0.frenchFolded) }) else { continue }
            let rest = String(text.dropFirst(words.frenchFolded.count))
            // Without a value of its own, the figure is what follows; with one, nothing but year and unit may.
            if pattern.value == nil ? rest.contains(":") : PageDate.isYearOrUnit(rest) { found.append((index, rest)) }
        }
        return found
    }

    /// Whether the element's text may begin with one of the letters: most of a page is passed over by this alone.
    private func begins(_ index: Int, _ initials: Set<UInt8>) -> Bool {
        guard let first = document.text[document.elements[index].textRange].first(where: { $0 > 0x20 }) else {
            return false
        }
        return first >= 0x80 || initials.contains(first) || initials.contains(first | 0x20)
    }

    /// "Chiffre d'affaires : 1 234 K€ (2023)".
    private func inline(_ index: Int, _ rest: String, _ pattern: PageSelectors.Pattern) -> [Finding] {
        let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return [] }
        let figure = parts[1].prefix { $0 != "(" }
        // Not from the figure itself: "1995 k€" is no year.
        let year = String(parts[0] + " " + parts[1].dropFirst(figure.count))
        if isAbsent(index, pattern) { return [Finding(year: year)] }
        guard let amount = PageAmount.text(String(figure), unit: pattern.unit) else { return [] }
        return [Finding(amount: amount, year: year, isDisguised: isDisguised(index))]
    }

    private func scoped(
        _ label: Int,
        _ rest: String,
        _ labelPattern: PageSelectors.ElementPattern,
        _ pattern: PageSelectors.Pattern
    ) -> [Finding] {
        guard let value = pattern.value, let scope = scope(around: label, pattern) else { return [] }
        if let place = labelPattern.index, nth(place, labelPattern, in: scope) != label { return [] }
        let items = pattern.item.map { all($0, in: scope, atMost: Self.items) } ?? [scope]
        return items.compactMap { item in
            let year =
                pattern.yearAttribute.flatMap { document.elements[item].attributes[$0] }
                ?? pattern.year.flatMap { nth($0.index ?? 1, $0, in: item) }.map { document.text(of: $0) }
            let head = pattern.yearInHead == true ? head(over: item, value.index) : nil
            let beside = [year, head].compactMap(\.self).first { PageDate.closing(in: $0) != nil } ?? rest
            let isOneOfSeveral = pattern.item != nil
            guard let cell = nth(value.index ?? 1, value, in: item), cell != label else { return nil }
            if isAbsent(cell, pattern) { return Finding(year: beside, isOneOfSeveral: isOneOfSeveral) }
            guard document.length(of: cell) <= 80 else { return nil }
            let unit = PageAmount.unit(in: rest) ?? pattern.unit
            guard let amount = PageAmount.text(document.text(of: cell), unit: unit) else { return nil }
            return Finding(
                amount: amount,
                year: beside,
                isDisguised: isDisguised(cell),
                isOneOfSeveral: isOneOfSeveral
            )
        }
    }

    // MARK: What is not there, and what is not what it seems

    private func isAbsent(_ index: Int, _ pattern: PageSelectors.Pattern) -> Bool {
        guard let part = pattern.absentLink else { return false }
        return all(PageSelectors.ElementPattern(tag: "a", attributes: ["href"]), in: index, atMost: Self.items)
            .contains { document.elements[$0].attributes["href"]?.contains(part) == true }
    }

    /// Pages for robots put figures into invented elements, or mix in ones that nobody sees.
    private func isDisguised(_ index: Int) -> Bool {
        ([index] + document.descendants(of: index).prefix(Self.items)).contains {
            PageDisguise.isOne(document.elements[$0])
        }
    }
}
