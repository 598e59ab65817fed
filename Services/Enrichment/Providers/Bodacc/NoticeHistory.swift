import FrenchBusiness

/// What a company's notices come to: its proceedings, whether it is struck off, and the accounts that it filed.
struct NoticeHistory: Sendable, Equatable {
    /// Most recent first; ended ones with their end.
    let proceedings: [Proceeding]
    /// Most recent closing first.
    let deposits: [Deposit]

    /// - Parameter notices: of one company, in any order.
    init(_ notices: [BodaccNotice], today: CivilDate) {
        var seen: Set<String> = []
        let standing = NoticeCorrections.standing(notices.filter { seen.insert($0.id).inserted })
        let judgments = standing.compactMap { notice in
            notice.judgment.map { judgment in
                ProceedingLine.Judgment(
                    on: judgment.on ?? notice.publishedOn,
                    publishedOn: notice.publishedOn,
                    nature: NoticeNature(
                        nature: judgment.nature,
                        complement: judgment.complement.text,
                        family: judgment.family
                    ),
                    reference: notice.id
                )
            }
        }
        let retractions = notices.filter { $0.striking?.isRetraction == true && $0.previous == nil }
        let end = StrikingOff.end(in: standing, takenBack: retractions.map(\.publishedOn).max())
        proceedings = (end.map { [$0] } ?? []) + ProceedingLine.proceedings(of: judgments, today: today)
        deposits = standing.compactMap(Self.deposit).sorted(by: Self.isMoreRecent)
    }

    private static func isMoreRecent(_ left: Deposit, _ right: Deposit) -> Bool {
        let (one, other) = (left.closingDate ?? .earliest, right.closingDate ?? .earliest)
        if one != other { return one > other }
        return (left.filedOn ?? .earliest) > (right.filedOn ?? .earliest)
    }

    private static func deposit(_ notice: BodaccNotice) -> Deposit? {
        guard let accounts = notice.accounts else { return nil }
        let type = accounts.type?.frenchFolded ?? ""
        return Deposit(
            closingDate: accounts.closingDate,
            filedOn: notice.publishedOn,
            kind: type.contains("consolid") && !type.contains("annuel") ? .consolidated : .social,
            hidden: hidden(accounts.descriptif),
            reference: notice.id
        )
    }

    /// A declaration under L. 232-25, first paragraph (micro-enterprises: everything) or second (small ones: the income
    /// statement). Notices mostly say "first or second", and so not which; the third only shortens what is shown.
    static func hidden(_ descriptif: String?) -> Deposit.Hidden {
        guard let text = descriptif?.frenchFolded, text.contains("confidentialit") || text.contains("232-25") else {
            return .nothing
        }
        let isFirst = text.contains("premier alinea") || text.contains("premier ou")
        let isSecond = text.contains("deuxieme alinea") || text.contains("second alinea")
        switch (isFirst, isSecond) {
        case (true, false): return .everything
        case (false, true): return .incomeStatement
        case (false, false) where text.contains("troisieme alinea"): return .nothing
        default: return .something
        }
    }
}
