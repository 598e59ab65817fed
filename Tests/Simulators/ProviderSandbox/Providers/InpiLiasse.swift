/// The cells of one year's tax form (liasse), as texts of fifteen digits in euros.
///
/// Complete and consolidated accounts: CO total of assets, DL equity and DI result on the balance sheet, FJ turnover
/// (m1 France, m2 abroad, m3 total, m4 the year before), HN result, YP staff. Simplified ones: 110 and 142, then 210,
/// 214 and 218, whose sum is the turnover, 232 and 310.
struct InpiLiasse: Sendable {
    let account: Account
    let before: Account?

    var pages: JSONValue {
        let pages = account.statement == "S" ? simplified : complete
        return .array(pages.map { ["numero": .integer($0.number), "liasses": .array($0.rows)] })
    }

    private typealias Page = (number: Int, rows: [JSONValue])

    private var complete: [Page] {
        let net = account.assets
        var pages: [Page] = [
            (1, [row("CO", net.map { $0 * 3 / 2 }, net.map { $0 / 2 }, net, before?.assets)]),
            (
                2,
                [
                    row("DA", 7500, before.map { _ in 7500 }), row("DI", account.result, before?.result),
                    row("DL", account.equity, before?.equity), row("EE", net, before?.assets),
                ]
            ),
        ]
        guard account.turnover != nil else { return pages }
        let turnover = account.filedTurnover
        pages += [
            (
                3,
                [
                    row("FA", 0, 0, turnover.map { $0 / 10 }, before?.filedTurnover.map { $0 / 10 }),
                    row("FG", 0, 0, turnover.map { $0 - $0 / 10 }, before?.filedTurnover.map { $0 - $0 / 10 }),
                    row("FJ", 0, 0, turnover, before?.filedTurnover),
                ]
            ), (4, [row("HN", account.result, before?.result)]),
        ]
        if let headcount = account.headcount { pages.append((16, [row("YP", headcount, before?.headcount)])) }
        return pages
    }

    private var simplified: [Page] {
        var pages: [Page] = [
            (
                1,
                [
                    row("110", account.assets, nil, account.assets, before?.assets),
                    row("136", account.result, before?.result), row("142", account.equity, before?.equity),
                ]
            )
        ]
        guard account.turnover != nil, let turnover = account.filedTurnover else { return pages }
        let (goods, products) = (turnover / 2, turnover / 5)
        pages.append(
            (
                2,
                [
                    row("210", goods, before?.filedTurnover.map { $0 / 2 }),
                    row("214", products, before?.filedTurnover.map { $0 / 5 }),
                    row("218", turnover - goods - products, before?.filedTurnover.map { $0 - $0 / 2 - $0 / 5 }),
                    row("232", turnover + 1000, before?.filedTurnover.map { $0 + 1000 }),
                    row("310", account.result, before?.result),
                ]
            )
        )
        return pages
    }

    private func row(_ code: String, _ m1: Int?, _ m2: Int? = nil, _ m3: Int? = nil, _ m4: Int? = nil) -> JSONValue {
        [
            "code": .string(code), "m1": .string(Self.cell(m1)), "m2": .string(Self.cell(m2)),
            "m3": .string(Self.cell(m3)), "m4": .string(Self.cell(m4)),
        ]
    }

    /// Fifteen characters, the sign among them; nothing where there is no amount.
    static func cell(_ amount: Int?) -> String {
        guard let amount else { return "" }
        let sign = amount < 0 ? "-" : ""
        let digits = String(amount.magnitude)
        return sign + String(repeating: "0", count: max(0, 15 - sign.count - digits.count)) + digits
    }
}
