extension SyntheticCase {
    /// What the case makes of three sound years.
    func shapeAccounts(_ company: inout Company) {
        let years = company.accounts ?? []
        guard let last = years.last, let turnover = last.turnover else { return }
        switch self {
        case .confidential: company.accounts = years.map(\.hidden)
        case .zero: company.accounts = years.map(Self.idle)
        case .group: company.accounts = years + years.map(Self.consolidated)
        case .unitError: company.accounts?[years.count - 1].filed = turnover / 1000
        case .shortYear:
            company.accounts?[years.count - 1].closing = "2024-09-30"
            company.accounts?[years.count - 1].months = 9
        case .gapYears: company.accounts = Self.withGaps(years)
        case .notFiled: company.accounts = nil
        case .whollyConfidential: company.accounts = years.map(Self.secret)
        case .ceased: company.accounts = Array(years.dropLast())
        case .conflict: company.accounts?[years.count - 1].resold = turnover * 104 / 100
        default: break
        }
    }

    private static func idle(_ account: Account) -> Account {
        var account = account
        (account.turnover, account.margin, account.operating) = (0, 0, -1200)
        account.result = -1500
        account.assets = 4_000
        account.equity = 3_000
        return account
    }

    private static func consolidated(_ account: Account) -> Account {
        var account = account
        account.statement = "K"
        account.turnover = account.turnover.map { $0 * 38 }
        account.result = account.result.map { $0 * 12 }
        account.margin = account.margin.map { $0 * 38 }
        account.operating = account.operating.map { $0 * 38 }
        account.assets = account.assets.map { $0 * 38 }
        account.equity = account.equity.map { $0 * 38 }
        return account
    }

    private static func secret(_ account: Account) -> Account {
        Account(closing: account.closing, statement: account.statement, confidentiality: "Confidentiel")
    }

    /// 2018 and 2019 public, 2020 to 2023 secret, 2024 public.
    private static func withGaps(_ years: [Account]) -> [Account] {
        let closings = ["2018-12-31", "2019-12-31", "2024-12-31"]
        let told = zip(years, closings).map { year, closing in
            var year = year
            year.closing = closing
            return year
        }
        let between = (2020...2023).map {
            Account(closing: "\($0)-12-31", statement: "C", confidentiality: "Confidentiel")
        }
        return (told + between).sorted { $0.closing < $1.closing }
    }
}
