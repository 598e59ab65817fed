public import Contracts
public import Foundation
public import Postgres

/// A job that runs in one replica at a time, under a lease.
public struct Schedule: Sendable {
    public enum Moment: Sendable {
        /// Again so long after the previous run ended.
        case every(Duration)
        /// Once a day, at or after this local time; a day missed while the service was down is run late, once.
        case daily(hour: Int, minute: Int, timeZone: TimeZone)
    }

    public let name: String
    public let moment: Moment
    /// Runs in one transaction that holds the lease's epoch; what it returns is announced.
    let job: @Sendable (_ now: Date, _ tx: isolated PostgresSession) throws -> [any Event]

    public init(
        _ name: String,
        _ moment: Moment,
        job: @escaping @Sendable (_ now: Date, _ tx: isolated PostgresSession) throws -> [any Event]
    ) {
        self.name = name
        self.moment = moment
        self.job = job
    }

    func isDue(lastRun: Date?, now: Date) -> Bool {
        switch moment {
        case .every(let interval):
            guard let lastRun else { return true }
            return now.timeIntervalSince(lastRun) >= interval.seconds
        case .daily(let hour, let minute, let timeZone):
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = timeZone
            guard let todays = calendar.date(bySettingHour: hour, minute: minute, second: 0, of: now) else {
                return false
            }
            return now >= todays && (lastRun ?? .distantPast) < todays
        }
    }
}
