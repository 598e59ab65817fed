/// Amounts as the pages write them.
struct SocieteComFigures: Sendable {
    let variants: Set<String>

    /// `1 234 K€`, `12,5 M€`, `853 €`, with spaces that do not break; `Non publié` where there is nothing.
    func text(_ amount: Int?) -> String {
        guard let amount else { return "Non publié" }
        let space = variants.contains("narrow_spaces") ? "\u{202f}" : "\u{a0}"
        let size = amount.magnitude
        let sign = amount < 0 ? "-" : ""
        if size >= 10_000_000, !variants.contains("thousands") {
            let tenths = (size + 50_000) / 100_000
            return "\(sign)\(grouped(tenths / 10, space)),\(tenths % 10)\(space)M€"
        }
        if size >= 10_000 { return "\(sign)\(grouped((size + 500) / 1000, space))\(space)K€" }
        return "\(sign)\(grouped(size, space))\(space)€"
    }

    private func grouped(_ number: UInt, _ space: String) -> String {
        let digits = String(number)
        var groups: [Substring] = []
        var rest = digits[...]
        while !rest.isEmpty {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        return groups.joined(separator: space)
    }
}
