import Foundation

/// What the BODACC prints about generated companies.
enum SyntheticNotices {
    /// One notice a deposit; of hidden accounts it says so.
    static func announceDeposits(of company: inout Company) {
        let notices = (company.accounts ?? []).filter { $0.statement != "K" }.map { account in
            let published = dayAfter(account.depositDay)
            return Notice(
                id: id("C", published, company.siren),
                family: "dpc",
                published: published,
                court: court(company),
                closing: account.closing,
                confidential: account.turnover == nil
            )
        }
        guard !notices.isEmpty else { return }
        company.notices = (company.notices ?? []) + notices
    }

    static func announceProcedures(of kind: SyntheticCase, _ company: inout Company) {
        let court = court(company)
        let siren = company.siren
        func ruling(_ published: String, _ nature: String, _ date: String, kind: String? = nil) -> Notice {
            var notice = Notice(id: id("A", published, siren), family: "collective", published: published, court: court)
            notice.ruling = .init(nature: nature, date: date)
            notice.kind = kind
            return notice
        }
        func radiation(_ published: String, kind: String? = nil, comment: String) -> Notice {
            var notice = Notice(id: id("B", published, siren), family: "radiation", published: published, court: court)
            notice.kind = kind
            notice.comment = comment
            return notice
        }
        let receivership = "Jugement d'ouverture d'une procédure de redressement judiciaire"
        let liquidation = "Jugement d'ouverture de liquidation judiciaire"
        switch kind {
        case .liquidation:
            company.notices = [
                ruling("2025-03-18", receivership, "2025-03-11"),
                ruling("2025-11-20", "Jugement de conversion en liquidation judiciaire", "10\u{a0}novembre 2025"),
            ]
        case .receivership:
            company.notices = [
                ruling("2025-05-22", receivership, "12/05/2025"),
                ruling("2026-06-04", "Jugement arrêtant le plan de redressement", "1er juin 2026"),
            ]
        case .radiation: company.notices = [radiation("2026-03-05", comment: "Radiation d'office")]
        case .annulled, .corrected:
            let wrong = ruling("2026-02-10", liquidation, "2026-02-03")
            let isAnnulled = kind == .annulled
            var later = ruling(
                "2026-03-12",
                isAnnulled ? liquidation : receivership,
                "03/02/2026",
                kind: isAnnulled ? "annulation" : "rectificatif"
            )
            later.previous = .init(id: wrong.id, published: wrong.published)
            company.notices = [wrong, later]
        case .reinstated:
            let wrong = radiation("2026-01-15", comment: "Radiation d'office")
            var later = radiation("2026-02-19", kind: "rectificatif", comment: "Rapport de la radiation d'office")
            later.previous = .init(id: wrong.id, published: wrong.published)
            company.notices = [wrong, later]
        case .ceased: company.notices = [radiation("2025-07-10", comment: "Cessation d'activité")]
        default: break
        }
    }

    /// Letter, year, issue (by month and day) and a number that follows from the SIREN.
    private static func id(_ letter: String, _ published: String, _ siren: String) -> String {
        let digits = published.filter(\.isNumber)
        return letter + digits + String((Int(siren.suffix(6)) ?? 0) % 100_000)
    }

    private static func court(_ company: Company) -> String {
        "Greffe du Tribunal de Commerce de \((company.seat.city ?? "Paris").capitalized)"
    }

    private static func dayAfter(_ day: String) -> String {
        guard let number = Int(day.suffix(2)), number < 28 else { return day }
        return "\(day.dropLast(2))\(number < 9 ? "0" : "")\(number + 1)"
    }
}
