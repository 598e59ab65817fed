import Foundation
import FrenchBusiness

/// What a company's page said of its turnover, and all that is kept of the page: no name, no address, no person.
struct PageContent: Codable, Sendable, Equatable {
    /// One exercise as the page wrote it.
    struct Statement: Codable, Sendable, Equatable {
        /// Which pattern found it.
        var pattern: String
        var closing: CivilDate?
        /// The figure with its unit, as written; nil where the page says that it was not published.
        var amount: String?
    }

    /// The form of what is kept.
    static let kept = "page.v1"

    var form = PageContent.kept
    /// Whose page it is, by its own address or the first SIREN in its text.
    var siren: SIREN?
    var statements: [Statement] = []
    /// It says that the search found nothing.
    var foundNothing = false
    /// A company's page that speaks of no turnover at all: it has filed none that may be shown.
    var isWithoutTurnover = false
    /// The figures stand in elements that no page has, or hidden ones: what is seen there may not be what people see.
    var isDisguised = false

    /// - Returns: nil for a page too large to be a company's.
    init?(page utf8: [UInt8], _ selectors: PageSelectors) {
        guard let document = HTMLDocument(utf8) else { return nil }
        self.init(PageExtractor(document: document, selectors: selectors))
    }

    init(_ extractor: PageExtractor) {
        siren = extractor.siren
        (statements, isDisguised) = extractor.statements()
        isDisguised = isDisguised || extractor.isInvented
        foundNothing = statements.isEmpty && extractor.saysNothing
        isWithoutTurnover = statements.isEmpty && extractor.isWithoutTurnover
    }

    /// As kept by ``json``.
    init?(json: [UInt8]) {
        guard json.first == UInt8(ascii: "{"),
            let content = try? JSONDecoder().decode(PageContent.self, from: Data(json)), content.form == Self.kept
        else { return nil }
        self = content
    }

    var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { [UInt8]($0) } ?? []
    }

    /// It says of some exercise that its figure was not published.
    var saysUnpublished: Bool { statements.contains { $0.isUnpublished } }

    /// One figure a calendar year, the most recent first; of several patterns that found one the first counts, and a
    /// figure counts before its absence.
    func years(_ fetchedAt: Date) -> [AccountingYear] {
        var years: [Int: AccountingYear] = [:]
        for year in statements.prefix(200).compactMap({ $0.year(fetchedAt) }) {
            if let other = years[year.closingDate.year], other.amountCents != nil || year.amountCents == nil {
                continue
            }
            years[year.closingDate.year] = year
        }
        return years.values.sorted { $0.closingDate > $1.closingDate }
    }
}

extension PageContent.Statement {
    fileprivate var isUnpublished: Bool {
        guard let amount else { return true }
        do throws(AmountError) {
            _ = try PublishedAmount(parsing: amount)
            return false
        } catch {
            return error == .notPublished
        }
    }

    /// nil without a closing day, for a loss in the place of a turnover, and for what is no amount.
    fileprivate func year(_ fetchedAt: Date) -> AccountingYear? {
        guard let closing else { return nil }
        var year = AccountingYear(
            closingDate: closing,
            kind: .social,
            source: ProviderName.societeComPages,
            months: 0,
            status: .unknown,
            fetchedAt: fetchedAt
        )
        guard let amount else { return year }
        do throws(AmountError) {
            let published = try PublishedAmount(parsing: amount)
            guard published.money.cents >= 0 else { return nil }
            year.precisionCents = published.precision.cents
            // Zero is what rounding and hiding both leave: not believed.
            guard published.money.cents > 0 else { return year }
            year.amountCents = published.money.cents
            year.status = .known
            return year
        } catch {
            guard error == .notPublished else { return nil }
            year.status = amount.frenchFolded.hasPrefix("confidentiel") ? .confidential : .unknown
            return year
        }
    }
}
