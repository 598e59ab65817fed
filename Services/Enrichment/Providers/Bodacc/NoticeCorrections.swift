import FrenchBusiness

/// Which notices stand once corrections, withdrawals and retractions are applied to those that they name.
enum NoticeCorrections {
    private enum Fate {
        case replaced, withdrawn
    }

    /// - Returns: standing notices, oldest first. A correction stays, since it carries the value that holds; a
    ///   withdrawal does not. A correction that was itself withdrawn corrects nothing.
    static func standing(_ notices: [BodaccNotice]) -> [BodaccNotice] {
        let ordered = notices.sorted { ($0.publishedOn, $0.id) < ($1.publishedOn, $1.id) }
        var fates: [NoticeKey: Fate] = [:]
        for notice in ordered.reversed() {
            let fate = notice.key.flatMap { fates[$0] }
            guard fate != .withdrawn, let previous = notice.previous, previous != notice.key else { continue }
            if takesBack(notice) {
                fates[previous] = .withdrawn
            } else if notice.action == .correction, fates[previous] == nil {
                fates[previous] = .replaced
            }
        }
        return ordered.filter { notice in
            !takesBack(notice) && notice.key.flatMap { fates[$0] } == nil
        }
    }

    /// A retraction upon third-party opposition, and a clerk's report on a striking off, take back as well.
    static func takesBack(_ notice: BodaccNotice) -> Bool {
        if notice.action == .withdrawal || notice.striking?.isRetraction == true { return true }
        return notice.judgment?.family?.frenchFolded.contains("retractation sur tierce opposition") == true
    }
}
