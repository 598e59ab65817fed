import Contracts
import Foundation
import FrenchBusiness
import HTTPClient

/// Turnover by accounting year as INPI and Banque de France publish it (dataset `ratios_inpi_bce`), with what was
/// declared confidential.
struct RatiosInpiBce: Provider {
    static let name = ProviderName.ratiosInpiBce

    let baseURL: String

    var name: String { Self.name }

    func request(about siren: SIREN) -> HTTPRequest {
        let query = [
            ("where", "siren=\"\(siren.text)\""), ("order_by", "date_cloture_exercice desc"), ("limit", "100"),
        ]
        let path = ["api", "explore", "v2.1", "catalog", "datasets", "ratios_inpi_bce", "records"]
        return .json(RequestURL.joining(baseURL, path: path, query: query))
    }

    func read(_ body: [UInt8], about siren: SIREN, at fetchedAt: Date) throws(UnreadableReply) -> Findings {
        guard let reply = LooseObject(body),
            let rows = reply.objects("results") ?? reply.objects("records")?.compactMap({ $0.object("fields") })
        else { throw UnreadableReply(provider: name) }
        return Self.findings(in: rows, about: siren, at: fetchedAt)
    }

    /// What rows of the dataset say, whichever way they came.
    static func findings(in rows: [LooseObject], about siren: SIREN, at fetchedAt: Date) -> Findings {
        let own = rows.prefix(100).filter { $0.text("siren") == siren.text }
        let years = AccountingYear.best(of: own.compactMap { year($0, fetchedAt) })
        return Findings(
            isFound: !own.isEmpty,
            years: AccountingYear.withMonths(years),
            deposits: own.compactMap(deposit)
        )
    }

    func lifetime(of findings: Findings) -> Lifetime { .turnover(findings.years) }

    /// The rows are figures of legal persons; nobody is named.
    func redacted(_ body: [UInt8]) -> [UInt8] { body }

    private static func year(_ row: LooseObject, _ fetchedAt: Date) -> AccountingYear? {
        guard let closing = row.date("date_cloture_exercice") else { return nil }
        let amount = row.cents("chiffre_d_affaires")
        if let amount, amount < 0 { return nil }
        let isGroup = row.text("type_bilan") == "K"
        let status = status(of: row, amount)
        return AccountingYear(
            closingDate: closing,
            kind: isGroup ? .consolidated : .social,
            source: name,
            months: 0,
            amountCents: status.hasAmount ? amount : nil,
            status: status,
            resultCents: row.cents("resultat_net"),
            doubt: isInAnotherUnit(row, amount) ? .unitSuspect : nil,
            fetchedAt: fetchedAt
        )
    }

    /// A row stands for accounts that were filed, with what was kept from the public.
    private static func deposit(_ row: LooseObject) -> Deposit? {
        guard let closing = row.date("date_cloture_exercice"), let declared = row.text("confidentiality") else {
            return nil
        }
        let isConfidential =
            declared.frenchFolded.contains("confidentiel") && (row.cents("chiffre_d_affaires") ?? 0) <= 0
        return Deposit(
            closingDate: closing,
            kind: row.text("type_bilan") == "K" ? .consolidated : .social,
            hidden: isConfidential ? .something : .nothing
        )
    }

    /// Zero beside a declaration of confidentiality is a hidden figure; a figure beside one is a figure. A public zero
    /// is believed unless the row itself shows business.
    private static func status(of row: LooseObject, _ amount: Int64?) -> TurnoverStatus {
        if let amount, amount > 0 { return .known }
        let declared = row.text("confidentiality")?.frenchFolded ?? ""
        if declared.contains("confidentiel") { return .confidential }
        guard amount == 0, declared == "public" else { return .unknown }
        let business = max(row.cents("marge_brute") ?? 0, row.cents("ebe") ?? 0)
        return business > 0 ? .unknown : .zeroConfirmed
    }

    /// Whether two other cells of the row contradict the amount by exactly 100 or 1000: `ebe / marge_ebe` is the
    /// turnover again, and the gross margin of a service business equals it.
    private static func isInAnotherUnit(_ row: LooseObject, _ amount: Int64?) -> Bool {
        guard let amount, amount > 0 else { return false }
        var witnesses: [Double] = []
        if let margin = row.number("marge_brute"), margin > 0 { witnesses.append(margin) }
        if let ebe = row.number("ebe"), let share = row.number("marge_ebe"), ebe > 0, share > 0 {
            witnesses.append(ebe / share * 100)
        }
        return witnesses.contains { Doubts.isPowerOfTen(Double(amount) / 100 / $0, within: 0.001) }
    }
}
