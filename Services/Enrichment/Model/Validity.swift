import Contracts
import Foundation
import FrenchBusiness

/// How long an answer is believed before the source is asked again; from the rhythm in which sources change.
enum Validity {
    enum Subject: Sendable {
        /// Identity and state: the register's stock is monthly.
        case identity
        /// Permanent but for rare reopenings.
        case ceased
        /// Companies appear in the register some days late.
        case unknownSIREN
        /// No provider answered: looked again soon.
        case unavailable
        case confidential
        case noAccounts

        var days: Double {
            switch self {
            case .identity: 30
            case .ceased: 3650
            case .unknownSIREN: 7
            case .unavailable: 15.0 / 1440
            case .confidential: 365
            case .noAccounts: 120
            }
        }
    }

    static func after(_ subject: Subject, _ moment: Date) -> Date { moment.addingTimeInterval(subject.days * 86_400) }

    /// Of known figures: until the next accounts are due (12 months, and 8 to file), 30 days at least; when they are
    /// overdue, 90 days.
    static func ofTurnover(_ years: [AccountingYear], from moment: Date) -> Date {
        guard let latest = years.filter({ $0.amountCents != nil }).map(\.closingDate).max() else {
            return after(years.isEmpty ? .noAccounts : .confidential, moment)
        }
        let next = latest.adding(months: 20)
        let due = Date(timeIntervalSince1970: Double(next.daysSinceEpoch) * 86_400)
        guard due > moment else { return moment.addingTimeInterval(90 * 86_400) }
        return max(due, moment.addingTimeInterval(30 * 86_400))
    }
}
