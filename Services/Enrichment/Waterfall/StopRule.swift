import Contracts
import FrenchBusiness

/// Why a provider is not asked about a company.
enum StopRule: String, Codable, Sendable, CaseIterable {
    /// Ceased, struck off or in liquidation.
    case ended
    /// Ceased by the register's word.
    case ceased
    /// Who must not be prospected is not looked at further.
    case excluded
    /// Sole traders file no accounts.
    case soleTrader = "sole_trader"
    /// Associations, civil companies and public bodies file none either.
    case filesNoAccounts = "files_no_accounts"
    /// A register was asked and knows no such SIREN.
    case unregistered
    /// A register has answered in this look.
    case registered
    /// The turnover of the latest exercise that may be public by now is known.
    case currentTurnover = "current_turnover"
    /// The latest accounts were declared confidential: nobody sells what nobody has, until the next filing.
    case confidential
    /// No filing was announced since the accounts that are known.
    case nothingNewFiled = "nothing_new_filed"
    /// The bulk file of the same data has answered in this look, is recent, and no filing was announced since its day.
    case currentFile = "current_file"

    func holds(for known: Known) -> Bool {
        switch self {
        case .ended: known.dossier.end != nil
        case .ceased: known.dossier.record.ceased != nil
        case .excluded: known.dossier.exclusion != nil
        case .soleTrader: known.dossier.facts.isSoleTrader
        case .filesNoAccounts:
            known.dossier.facts.legalForm.flatMap { LegalForm($0) }.map { !$0.depositsAccounts } ?? false
        case .unregistered: known.dossier.isUnknownToRegister
        case .registered: known.hasRegisterAnswered
        case .currentTurnover: known.hasCurrentTurnover
        case .confidential: known.isConfidential
        case .nothingNewFiled: known.hasNothingNewFiled
        case .currentFile: known.hasCurrentFile
        }
    }
}

/// What is known of a company in the middle of a look.
struct Known: Sendable {
    var dossier: Dossier
    var years: [AccountingYear]
    var hasRegisterAnswered = false
    /// Day of a bulk file that is recent enough and has answered in this look, also that it holds nothing.
    var fileDate: CivilDate?
    var today: CivilDate

    private var latestAmount: CivilDate? {
        years.filter { $0.kind == .social && $0.amountCents != nil }.map(\.closingDate).max()
    }

    private var latestDeposit: Deposit? {
        dossier.record.deposits.filter { $0.kind == .social && $0.closingDate != nil }
            .max { ($0.closingDate, $0.filedOn) < ($1.closingDate, $1.filedOn) }
    }

    /// The next accounts are public 20 months after the closing before, at the latest (12, 6 to approve, 2 to file).
    var hasCurrentTurnover: Bool {
        guard let closing = latestAmount, closing.adding(months: 20) > today else { return false }
        guard let deposit = latestDeposit, let filed = deposit.closingDate else { return true }
        return filed <= closing || deposit.hidden != .nothing
    }

    var isConfidential: Bool {
        guard let deposit = latestDeposit, let closing = deposit.closingDate else { return false }
        return deposit.hidden != .nothing && latestAmount.map { $0 < closing } ?? true
    }

    var hasCurrentFile: Bool {
        guard let fileDate else { return false }
        return !dossier.record.deposits.contains { $0.hidden == .nothing && ($0.filedOn ?? .earliest) > fileDate }
    }

    var hasNothingNewFiled: Bool {
        guard let closing = latestAmount, let filed = latestDeposit?.closingDate else { return false }
        return filed <= closing
    }
}

private func < (left: (CivilDate?, CivilDate?), right: (CivilDate?, CivilDate?)) -> Bool {
    if left.0 != right.0 { return left.0.map { first in right.0.map { first < $0 } ?? false } ?? true }
    return left.1.map { first in right.1.map { first < $0 } ?? false } ?? (right.1 != nil)
}
