import FrenchBusiness
import Testing

/// Every company of the index of real payloads.
@Suite(.enabled(if: ReferenceData.isPresent, "the index of real companies is not beside the checkout"))
struct CasesTests {
    @Test func `every company's identifiers and facts are understood`() throws {
        let rows = try ReferenceData.rows("CASES.csv")
        #expect(rows.count > 50)
        for row in rows {
            let siren = try #require(SIREN(row["siren"] ?? ""))
            #expect(siren.isLuhnValid || siren.text == "123456789", "\(siren)")
            #expect(VATNumber(VATNumber(siren).text)?.siren == siren)
            try check(row, "naf") { NAFCode($0)?.text }
            try check(row, "naf25") { NAFCode($0)?.text }
            try check(row, "nature_juridique") { LegalForm($0)?.code }
            try check(row, "tranche_effectif") { WorkforceBand(rawValue: $0)?.code }
            try check(row, "categorie") { SizeCategory(rawValue: $0)?.rawValue }
            try check(row, "date_creation") { CivilDate($0)?.text }
            try check(row, "date_fermeture") { CivilDate($0)?.text }
        }
    }

    @Test func `sizes follow from the published facts`() throws {
        for row in try ReferenceData.rows("CASES.csv") {
            let band = WorkforceBand(rawValue: row["tranche_effectif"] ?? "")
            let category = SizeCategory(rawValue: row["categorie"] ?? "")
            let turnover = Int64(row["ca"] ?? "").flatMap { Money(euros: $0) }
            let size = CompanySize.derived(category: category, band: band, turnover: turnover)
            switch category {
            case .ge: #expect(size == .ge)
            case .eti: #expect(size == .eti)
            case .pme: #expect(size == ((band.map { $0 <= .from6To9 } ?? false) && small(turnover) ? .tpe : .pme))
            case nil: #expect(band != nil || size == .unknown)
            }
        }
    }

    private func small(_ turnover: Money?) -> Bool { turnover.map { $0.cents <= 200_000_000 } ?? true }

    private func check(_ row: [String: String], _ column: String, read: (String) -> String?) throws {
        let value = row[column] ?? ""
        guard !value.isEmpty else { return }
        #expect(read(value) == value, "\(column) of \(row["siren"] ?? "")")
    }
}
