import Foundation
import FrenchBusiness

extension CivilDate {
    /// The day of a moment, in UTC.
    init(dayOf moment: Date) {
        let days = (moment.timeIntervalSince1970 / 86_400).rounded(.down)
        self.init(clamping: Int(exactly: days) ?? 0)
    }
}
