import Contracts
import Foundation
import FrenchBusiness

@testable import Scoring

/// The companies that tests talk about, and the day on which they do.
enum Known {
    static let today = day(2026, 11, 23)
    /// Noon in Paris.
    static let now = today.instant(minute: 720, in: .paris)
    static let closing2025 = day(2025, 12, 31)
    static let closing2024 = day(2024, 12, 31)

    static func ago(_ hours: Double) -> Date { now.addingTimeInterval(-3600 * hours) }

    static func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
        CivilDate(year: year, month: month, day: day) ?? .earliest
    }

    /// Three to five employees, a company of 2022.
    static func facts(
        name: String? = "Boulangerie des Halles",
        band: String? = "02",
        year: Int = 2024,
        category: String? = "PME",
        createdOn: CivilDate? = day(2022, 3, 15),
        legalForm: String? = "5499"
    ) -> CompanyFacts {
        CompanyFacts(
            name: name,
            naf: "10.71C",
            section: "C",
            legalForm: legalForm,
            workforceBand: band,
            workforceYear: year,
            category: category,
            createdOn: createdOn,
            postcode: "75001",
            departement: "75",
            establishments: 1,
            isAssociation: false,
            isSoleTrader: false,
            isPublicBody: false
        )
    }

    /// Amounts in euros, most recent closing first: 31 December of 2025, 2024…
    static func turnover(_ euros: Int64..., status: TurnoverStatus = .known, from year: Int = 2025) -> TurnoverFacts {
        let years = euros.enumerated().map { index, amount in
            TurnoverFact(
                closingDate: day(year - index, 12, 31),
                months: 12,
                amountCents: amount * 100,
                kind: "social",
                source: "ratios_inpi_bce"
            )
        }
        return TurnoverFacts(status: status.rawValue, years: years)
    }

    static func inputs(
        _ facts: CompanyFacts = facts(),
        _ turnover: TurnoverFacts = turnover(400_000, 500_000),
        phone: Bool = true,
        email: Bool = false
    ) -> ScoreInputs {
        ScoreInputs(
            today: today,
            facts: facts,
            turnover: turnover,
            source: "recherche_entreprises",
            hasPhone: phone,
            hasEmail: email,
            isPersonalNumber: false
        )
    }
}
