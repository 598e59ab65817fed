/// Finding elements of a page by what they carry.
extension PageExtractor {
    private static let descendants = 3000
    /// Ancestors of a label among which its scope is looked for.
    private static let climb = 6

    func scope(around label: Int, _ pattern: PageSelectors.Pattern) -> Int? {
        var index = label
        for _ in 0..<Self.climb {
            if let scope = pattern.scope {
                if matches(index, scope) { return index }
            } else if let wanted = pattern.item ?? pattern.value, nth(1, wanted, in: index) != nil {
                return index
            }
            index = document.elements[index].parent
            if index < 0 { return nil }
        }
        return nil
    }

    /// The text of the column's head in the table around a row.
    func head(over row: Int, _ column: Int?) -> String? {
        var table = row
        while table >= 0, document.elements[table].name != "table" { table = document.elements[table].parent }
        guard table >= 0, let column else { return nil }
        return nth(column, PageSelectors.ElementPattern(tag: "th"), in: table).map { document.text(of: $0) }
    }

    func all(_ pattern: PageSelectors.ElementPattern, in scope: Int, atMost limit: Int) -> [Int] {
        Array(
            document.descendants(of: scope).prefix(Self.descendants).lazy.filter { matches($0, pattern) }.prefix(limit)
        )
    }

    func nth(_ place: Int, _ pattern: PageSelectors.ElementPattern, in scope: Int) -> Int? {
        guard (1...Self.items).contains(place) else { return nil }
        let found = all(pattern, in: scope, atMost: place)
        return found.count == place ? found.last : nil
    }

    func matches(_ index: Int, _ pattern: PageSelectors.ElementPattern) -> Bool {
        let element = document.elements[index]
        if let tag = pattern.tag, element.name != tag { return false }
        if let id = pattern.id, element.attributes["id"] != id { return false }
        if let name = pattern.class, !element.classes.contains(where: { $0 == name }) { return false }
        if let names = pattern.attributes, !names.allSatisfy({ element.attributes[$0] != nil }) { return false }
        return (pattern.within ?? []).allSatisfy { isWithin(index, $0) }
    }

    private func isWithin(_ index: Int, _ ancestor: PageSelectors.ElementPattern.Ancestor) -> Bool {
        let wanted = PageSelectors.ElementPattern(tag: ancestor.tag, id: ancestor.id, class: ancestor.class)
        var parent = document.elements[index].parent
        while parent >= 0 {
            if matches(parent, wanted) { return true }
            parent = document.elements[parent].parent
        }
        return false
    }
}
