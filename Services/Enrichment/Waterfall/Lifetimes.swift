import Contracts
import Foundation
import FrenchBusiness

/// What kind of answer it is, and so how long it is believed.
enum Lifetime: Sendable {
    case subject(Lifetimes.Subject)
    /// Until the accounts after these are due.
    case turnover([AccountingYear])
}

/// How long answers are believed before the source is asked again: defaults from the rhythm in which sources change,
/// changed by the waterfall.
struct Lifetimes: Sendable {
    enum Subject: String, Sendable, CaseIterable {
        /// Identity, state and diffusion: the register's stock is monthly.
        case identity
        /// Permanent but for rare reopenings.
        case ceased
        /// Companies appear in the register some days late.
        case unknownSIREN = "unknown_siren"
        /// No provider answered: looked again soon.
        case unavailable
        case confidential
        case noAccounts = "no_accounts"
        /// Known turnover whose successor is overdue.
        case overdue
        /// Insolvency is announced daily.
        case proceedings
        /// A scraped page.
        case page
        /// Phone, e-mail and site.
        case reach
        /// `robots.txt` (RFC 9309, section 2.4: at most 24 hours).
        case robots
        /// A bulk file, published daily: so long it spares the call to the same data.
        case file

        fileprivate var days: Double {
            switch self {
            case .identity: 30
            case .ceased: 3650
            case .unknownSIREN: 7
            case .unavailable: 15.0 / 1440
            case .confidential: 365
            case .noAccounts: 120
            case .overdue: 90
            case .proceedings: 1
            case .page: 90
            case .reach: 180
            case .robots: 1
            case .file: 7
            }
        }
    }

    static let standard = Lifetimes(days: [:])

    /// Days by subject; what lacks keeps its default.
    let days: [String: Double]

    func after(_ subject: Subject, _ moment: Date) -> Date {
        moment.addingTimeInterval((days[subject.rawValue] ?? subject.days) * 86_400)
    }

    func end(of lifetime: Lifetime, from moment: Date) -> Date {
        switch lifetime {
        case .subject(let subject): after(subject, moment)
        case .turnover(let years): ofTurnover(years, from: moment)
        }
    }

    /// Of known figures: until the next accounts are due (12 months, and 8 to file), 30 days at least; when they are
    /// overdue, as ``Subject/overdue`` says.
    private func ofTurnover(_ years: [AccountingYear], from moment: Date) -> Date {
        guard let latest = years.filter({ $0.amountCents != nil }).map(\.closingDate).max() else {
            return after(years.isEmpty ? .noAccounts : .confidential, moment)
        }
        let due = latest.adding(months: 20).instant(in: .paris)
        guard due > moment else { return after(.overdue, moment) }
        return max(due, moment.addingTimeInterval(30 * 86_400))
    }
}
