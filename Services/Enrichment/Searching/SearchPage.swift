import FrenchBusiness

/// One page of what the State's search found.
struct SearchPage: Sendable, Equatable {
    /// As documented, the most.
    static let size = 25

    /// Everything that fits, at most the provider's cap: that many may be more.
    var total: Int
    /// Units on the page, those that are not meant too.
    var shown: Int
    /// Those that are meant.
    var sirens: [SIREN]

    /// - Throws: ``UnreadableReply`` if `body` is not what the provider documents.
    init(_ body: [UInt8], for selection: Selection) throws(UnreadableReply) {
        guard let reply = LooseObject(body), let units = reply.objects("results"),
            let total = reply.integer("total_results"), total >= 0
        else { throw UnreadableReply(provider: RechercheEntreprises.name) }
        self.total = total
        shown = min(units.count, Self.size)
        sirens = units.prefix(Self.size).filter(selection.takes).compactMap { $0.text("siren").flatMap { SIREN($0) } }
    }
}
