import FrenchBusiness

/// A figure's text with its unit.
enum PageAmount {
    /// `text` as ``PublishedAmount`` takes it; nil for what is no figure, and for a figure without a unit where none is
    /// known: read wrong by a thousand it would be worse than none.
    static func text(_ text: String, unit: String?) -> String? {
        let folded = text.frenchFolded
        guard !folded.isEmpty, folded.utf8.count <= 60 else { return nil }
        if case .failure(.notPublished) = parsed(folded) { return folded }
        let hasUnit = folded.contains("€") || folded.contains { $0.isLetter }
        guard let whole = hasUnit ? folded : unit.map({ folded + " " + $0 }), case .success = parsed(whole) else {
            return nil
        }
        return whole
    }

    private static func parsed(_ text: String) -> Result<PublishedAmount, AmountError> {
        Result { () throws(AmountError) in try PublishedAmount(parsing: text) }
    }

    /// The unit that stands behind a label, "(k€)".
    static func unit(in rest: String) -> String? {
        for unit in ["md€", "m€", "k€"] where rest.contains(unit) { return unit }
        return rest.contains("€") || rest.contains("euros") ? "€" : nil
    }
}
