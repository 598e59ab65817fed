import Foundation
import FrenchBusiness

extension CivilDate {
    /// The day of a moment in Paris, as registers, courts and colleagues date.
    init(dayOf moment: Date) { self.init(moment, in: .paris) }
}
