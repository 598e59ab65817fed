import FrenchBusiness
import Testing

@Suite struct SizeTests {
    @Test func `bands are in order, with no gap between them`() {
        #expect(WorkforceBand.allCases == WorkforceBand.allCases.shuffled().sorted())
        #expect(WorkforceBand.allCases.first == .nonEmployer)
        for (band, next) in zip(WorkforceBand.allCases.dropFirst(), WorkforceBand.allCases.dropFirst(2)) {
            #expect(band.upperBound == next.lowerBound - 1)
        }
        #expect(WorkforceBand.from10000.upperBound == nil)
        #expect(WorkforceBand(employees: 0) == .zero && WorkforceBand(employees: 7) == .from6To9)
        #expect(WorkforceBand(employees: -1) == nil && WorkforceBand(employees: .max) == .from10000)
    }

    @Test(.enabled(if: ReferenceData.isPresent, "official nomenclatures are not beside the checkout"))
    func `bands have INSEE's bounds and labels`() throws {
        let rows = try ReferenceData.rows("nomenclatures/tranche_effectif_salarie.csv")
        #expect(rows.map { $0["code"] } == WorkforceBand.allCases.map(\.code))
        for row in rows {
            let band = try #require(WorkforceBand(rawValue: row["code"] ?? ""))
            guard band != .nonEmployer else { continue }
            #expect(Int(row["de"] ?? "") == band.lowerBound)
            #expect(Int(row["a"] ?? "") == band.upperBound)
            #expect(row["intitule"]?.frenchFolded == band.label.frenchFolded)
        }
    }

    @Test(
        arguments: [
            (SizeCategory.pme, WorkforceBand.nonEmployer, nil, nil, CompanySize.tpe),
            (.pme, .from6To9, 2_000_000, nil, .tpe),
            (.pme, .from6To9, 2_000_001, nil, .pme), (.pme, .from6To9, 3_000_000, 1_000_000, .tpe),
            (.pme, .from10To19, 100_000, nil, .pme), (.pme, nil, 100_000, nil, .pme),
            (.eti, .from20To49, 1_800_000, nil, .eti),
            (.ge, .nonEmployer, nil, nil, .ge), (nil, nil, nil, nil, .unknown), (nil, nil, 100_000, nil, .unknown),
            (nil, .from3To5, nil, nil, .tpe), (nil, .from200To249, nil, nil, .pme),
            (nil, .from250To499, nil, nil, .eti),
            (nil, .from5000To9999, nil, nil, .ge),
        ] as [(SizeCategory?, WorkforceBand?, Int64?, Int64?, CompanySize)]
    )
    func `the size follows category, headcount and money`(
        category: SizeCategory?,
        band: WorkforceBand?,
        turnover: Int64?,
        balance: Int64?,
        size: CompanySize
    ) {
        let money = { (euros: Int64?) in euros.flatMap { Money(euros: $0) } }
        #expect(
            CompanySize.derived(category: category, band: band, turnover: money(turnover), balance: money(balance))
                == size
        )
    }

    @Test func `accounting limits change with the exercise`() throws {
        let before = try #require(CivilDate("2023-12-31"))
        let after = try #require(CivilDate("2024-01-01"))
        let turnover = try #require(Money(euros: 800_000))
        let balance = try #require(Money(euros: 400_000))
        #expect(AccountingSize.of(balance: balance, turnover: turnover, people: nil, openingOn: before) == .small)
        #expect(AccountingSize.of(balance: balance, turnover: turnover, people: nil, openingOn: after) == .micro)
        #expect(AccountingSize.of(balance: balance, turnover: nil, people: nil, openingOn: after) == nil)
        #expect(
            AccountingSize.of(balance: nil, turnover: Money(euros: 60_000_000), people: 300, openingOn: after) == .large
        )
        #expect(AccountingSize.small.limits(openingOn: after)?.turnover == Money(euros: 15_000_000))
    }

    @Test func `each size has its date of electronic invoicing`() {
        #expect(EInvoicing.receptionDate.text == "2026-09-01")
        #expect(EInvoicing.emissionDate(for: .eti)?.text == "2026-09-01")
        #expect(EInvoicing.emissionDate(for: .tpe)?.text == "2027-09-01")
        #expect(EInvoicing.emissionDate(for: .unknown) == nil)
    }
}
